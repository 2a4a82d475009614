namespace Capstan.Gateway.Fast.Sessions;

/// <summary>How far a passage is.</summary>
internal enum Stage : byte
{
    /// <summary>It serves nothing.</summary>
    Free,

    /// <summary>No target is ready: the request waits for one.</summary>
    Holding,

    /// <summary>No target could be reached: the request waits a little before it is tried again.</summary>
    Pausing,

    /// <summary>The target's name is looked up, or the connection to it is being made.</summary>
    Connecting,

    /// <summary>The request goes to the target, and its answer to the client.</summary>
    Forwarding,

    /// <summary>Client and target speak another protocol.</summary>
    Tunnelling,
}
