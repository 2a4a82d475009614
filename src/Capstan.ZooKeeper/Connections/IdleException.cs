namespace Capstan.ZooKeeper.Connections;

/// <summary>Nothing came in time; what came before is kept, and reading may go on.</summary>
internal sealed class IdleException : IOException
{
    public IdleException()
        : base("Nothing came in time.")
    {
    }
}
