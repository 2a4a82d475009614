namespace Capstan.Core.Stacks;

/// <summary>What the gateway accepts from clients.</summary>
public sealed record GatewayLimits
{
    /// <summary>Open client connections; further ones are closed at once. 1 or more, default 20 000.</summary>
    public int Connections { get; init; } = 20_000;

    /// <summary>All header lines of a request together, in bytes. Default 32 KiB; more is answered 431.</summary>
    public int HeaderBytes { get; init; } = 32 * 1024;

    /// <summary>Header lines of a request. Default 100; more is answered 431.</summary>
    public int Headers { get; init; } = 100;

    /// <summary>The request line in bytes. Default 8 KiB; more is answered 414.</summary>
    public int RequestLine { get; init; } = 8 * 1024;

    /// <summary>A request's body in bytes; 0 means no limit. Default 0; more is answered 413.</summary>
    public long Body { get; init; }

    /// <summary>Time for a client to send its headers. Default 10 s.</summary>
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time an idle keep-alive connection stays open. Default 30 s.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Slowest rate at which a body may arrive or be read, in bytes a second, after 5 s of grace. Default 240; 0 turns it off.</summary>
    public int MinimumRate { get; init; } = 240;
}
