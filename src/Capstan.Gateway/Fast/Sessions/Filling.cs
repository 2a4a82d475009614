namespace Capstan.Gateway.Fast.Sessions;

/// <summary>What an attempt to read more from a connection gave.</summary>
internal enum Filling
{
    /// <summary>Bytes.</summary>
    Got,

    /// <summary>None are at hand; the loop tells when there are.</summary>
    Nothing,

    /// <summary>The buffer has no room.</summary>
    Full,

    /// <summary>The buffer has no room, and there is no memory for a larger one now.</summary>
    Short,

    /// <summary>The other end has ended.</summary>
    Ended,

    /// <summary>The connection is broken.</summary>
    Broken,
}
