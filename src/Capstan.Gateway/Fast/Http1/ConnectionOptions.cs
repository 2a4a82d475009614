namespace Capstan.Gateway.Fast.Http1;

/// <summary>What a Connection field asks for (RFC 9110 section 7.6.1).</summary>
[Flags]
internal enum ConnectionOptions : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The connection ends after this message.</summary>
    Close = 1,

    /// <summary>The connection stays open although the message is HTTP/1.0.</summary>
    KeepAlive = 2,

    /// <summary>Another protocol is offered.</summary>
    Upgrade = 4,

    /// <summary>Fields are nominated that are for this connection only.</summary>
    Nominates = 8,
}
