namespace Capstan.Gateway.Fast.Http1;

/// <summary>Fields that the gateway knows; all others are <see cref="Other"/>.</summary>
internal enum FieldKind : byte
{
    /// <summary>None of these.</summary>
    Other,

    /// <summary>Host.</summary>
    Host,

    /// <summary>Connection.</summary>
    Connection,

    /// <summary>Content-Length.</summary>
    ContentLength,

    /// <summary>Transfer-Encoding.</summary>
    TransferEncoding,

    /// <summary>Date.</summary>
    Date,

    /// <summary>Expect.</summary>
    Expect,

    /// <summary>Upgrade.</summary>
    Upgrade,

    /// <summary>Keep-Alive.</summary>
    KeepAlive,

    /// <summary>TE.</summary>
    Te,

    /// <summary>Trailer.</summary>
    Trailer,

    /// <summary>Proxy.</summary>
    Proxy,

    /// <summary>Proxy-Connection.</summary>
    ProxyConnection,

    /// <summary>Proxy-Authorization.</summary>
    ProxyAuthorization,

    /// <summary>HTTP2-Settings.</summary>
    Http2Settings,

    /// <summary>X-Request-Id.</summary>
    RequestId,

    /// <summary>Forwarded.</summary>
    Forwarded,

    /// <summary>X-Forwarded-For.</summary>
    ForwardedFor,

    /// <summary>X-Forwarded-Proto.</summary>
    ForwardedProto,

    /// <summary>X-Forwarded-Host.</summary>
    ForwardedHost,

    /// <summary>X-Forwarded-Port.</summary>
    ForwardedPort,

    /// <summary>Any other name that begins with X-Forwarded-.</summary>
    ForwardedOther,

    /// <summary>X-Original-URL.</summary>
    OriginalUrl,

    /// <summary>X-Rewrite-URL.</summary>
    RewriteUrl,
}
