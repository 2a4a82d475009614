namespace Capstan.ZooKeeper.Wire;

/// <summary>Numbers of calls that have a meaning of their own; ordinary calls count from 1.</summary>
internal static class Xid
{
    /// <summary>Not an answer: a watch tells something.</summary>
    public const int Event = -1;

    /// <summary>A ping and its answer.</summary>
    public const int Ping = -2;

    /// <summary>Authentication.</summary>
    public const int Auth = -4;

    /// <summary>Watches set again after a reconnect.</summary>
    public const int SetWatches = -8;
}
