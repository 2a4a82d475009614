namespace Capstan.Gateway.Logging;

/// <summary>
/// What is known of a request at its end. Lives on the stack of whoever served it: <see cref="AccessRing.Add"/> copies what it needs.
/// </summary>
internal readonly ref struct AccessFacts
{
    /// <summary>Arrival, in ticks of the time provider's timestamp.</summary>
    public required long Arrival { get; init; }

    /// <summary>End of the answer, in the same ticks.</summary>
    public required long End { get; init; }

    /// <summary>When the head of the target's answer was there, in the same ticks; 0 when none came.</summary>
    public long Answered { get; init; }

    /// <summary>The client's address as the network has it, 4 or 16 bytes.</summary>
    public required ReadOnlySpan<byte> Client { get; init; }

    /// <summary>Method as it was sent; empty for a request that could not be read.</summary>
    public required ReadOnlySpan<byte> Method { get; init; }

    /// <summary>Request target as it was sent, of any content; empty for a request that could not be read.</summary>
    public required ReadOnlySpan<byte> Target { get; init; }

    /// <summary>HTTP version, ten times the major plus the minor: 10, 11, 20.</summary>
    public required byte Version { get; init; }

    /// <summary>Whether the client's connection is TLS.</summary>
    public bool IsTls { get; init; }

    /// <summary>Status that the client got; 0 when it went away before.</summary>
    public required int Status { get; init; }

    /// <summary>Bytes of the request's body that were taken, framing not counted; of an upgraded connection, bytes from the client.</summary>
    public required long BytesIn { get; init; }

    /// <summary>Bytes of the answer's body that were given, framing not counted; of an upgraded connection, bytes to the client.</summary>
    public required long BytesOut { get; init; }

    /// <summary>Name of the service; null without one.</summary>
    public string? Service { get; init; }

    /// <summary>Id of the target that was tried last; null without one.</summary>
    public string? Replica { get; init; }

    /// <summary>The id that the request was forwarded with; empty without one.</summary>
    public ReadOnlySpan<byte> RequestId { get; init; }

    /// <summary>How often the request was sent again.</summary>
    public byte Retries { get; init; }

    /// <summary>How it ended.</summary>
    public AccessEnd Ending { get; init; }
}
