namespace Capstan.Gateway.Fast.Http1;

/// <summary>Methods that the gateway knows (case-sensitive, RFC 9110 section 9.1); all others are <see cref="Other"/>.</summary>
internal enum MethodKind : byte
{
    /// <summary>None of these.</summary>
    Other,

    /// <summary>GET.</summary>
    Get,

    /// <summary>HEAD.</summary>
    Head,

    /// <summary>POST.</summary>
    Post,

    /// <summary>PUT.</summary>
    Put,

    /// <summary>PATCH.</summary>
    Patch,

    /// <summary>DELETE.</summary>
    Delete,

    /// <summary>OPTIONS.</summary>
    Options,
}
