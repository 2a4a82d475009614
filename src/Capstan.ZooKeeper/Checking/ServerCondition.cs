namespace Capstan.ZooKeeper.Checking;

/// <summary>How a server answered to <c>srvr</c>.</summary>
internal enum ServerCondition
{
    /// <summary>It takes no connections.</summary>
    Unreachable,

    /// <summary>It takes connections, and there is no encrypted one.</summary>
    Unencrypted,

    /// <summary>It takes connections and does not answer.</summary>
    Silent,

    /// <summary>It is not allowed to say.</summary>
    Mute,

    /// <summary>It has no quorum.</summary>
    NotServing,

    /// <summary>It has no quorum and reads all the same.</summary>
    ReadOnly,

    /// <summary>It serves.</summary>
    Serving,

    /// <summary>It answers something that ZooKeeper does not.</summary>
    Foreign,
}
