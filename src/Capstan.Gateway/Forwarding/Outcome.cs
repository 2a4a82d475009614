namespace Capstan.Gateway.Forwarding;

/// <summary>How one attempt to forward a request ended.</summary>
internal enum Outcome
{
    /// <summary>The answer went to the client, or broke off after its first byte had.</summary>
    Answered,

    /// <summary>The client went away.</summary>
    ClientGone,

    /// <summary>The client's body could not be read; its own fault.</summary>
    ClientFault,

    /// <summary>No connection could be made: nothing of the request was sent.</summary>
    NotConnected,

    /// <summary>The connection broke, or what came back was not HTTP.</summary>
    Broken,

    /// <summary>The target was removed.</summary>
    Removed,

    /// <summary>No answer in time.</summary>
    TimedOut,
}
