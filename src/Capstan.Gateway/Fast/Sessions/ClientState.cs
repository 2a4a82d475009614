namespace Capstan.Gateway.Fast.Sessions;

/// <summary>What a client session is doing.</summary>
internal enum ClientState : byte
{
    /// <summary>Waiting for a request, or for the rest of its head.</summary>
    Reading,

    /// <summary>A passage serves a request.</summary>
    Serving,

    /// <summary>The last answer goes out; then <see cref="Lingering"/> or closed.</summary>
    Closing,

    /// <summary>The last answer is out. What still comes is thrown away for a while: closing at once would take the answer from the client.</summary>
    Lingering,

    /// <summary>Closed, or handed over.</summary>
    Closed,
}
