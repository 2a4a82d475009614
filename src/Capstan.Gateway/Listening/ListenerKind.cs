namespace Capstan.Gateway.Listening;

/// <summary>What a connection that is handed to the server speaks.</summary>
internal enum ListenerKind
{
    /// <summary>HTTP/1.1 in clear text.</summary>
    Http1,

    /// <summary>HTTP/2 in clear text.</summary>
    Http2,

    /// <summary>TLS; HTTP/1.1 or HTTP/2 inside.</summary>
    Tls,
}
