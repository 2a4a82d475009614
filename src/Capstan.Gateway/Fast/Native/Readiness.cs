namespace Capstan.Gateway.Fast.Native;

/// <summary>What a descriptor became ready for.</summary>
[Flags]
internal enum Readiness : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>There is something to read, or a connection to accept.</summary>
    Read = 0x1,

    /// <summary>There is room to write, or a connection was made.</summary>
    Write = 0x4,

    /// <summary>It is broken.</summary>
    Error = 0x8,

    /// <summary>Both directions have ended.</summary>
    HangUp = 0x10,

    /// <summary>The other end sends nothing more.</summary>
    PeerEnded = 0x2000,

    /// <summary>Told once per change instead of as long as it lasts.</summary>
    OncePerChange = 1u << 31,
}
