namespace Capstan.Database.Api;

/// <summary>Marks an endpoint whose calls the scaling rule counts.</summary>
internal sealed class CountedRead
{
    private CountedRead()
    {
    }

    /// <summary>The mark.</summary>
    public static CountedRead Instance { get; } = new();
}
