namespace Capstan.ZooKeeper.Sessions;

/// <summary>What a connection needs.</summary>
internal enum HeartbeatAction
{
    /// <summary>Nothing yet.</summary>
    Wait,

    /// <summary>A ping.</summary>
    Ping,

    /// <summary>To be left: the server has been silent for too long.</summary>
    Drop,
}
