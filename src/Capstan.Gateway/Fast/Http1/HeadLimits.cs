namespace Capstan.Gateway.Fast.Http1;

/// <summary>How large the head of a message may be.</summary>
/// <param name="RequestLine">First line with its end, in bytes; empty lines before it count too.</param>
/// <param name="HeaderBytes">All field lines together with the empty one, in bytes.</param>
/// <param name="Headers">Field lines.</param>
internal readonly record struct HeadLimits(int RequestLine, int HeaderBytes, int Headers)
{
    /// <summary>Limits of answers' heads: as large as any server at hand writes them, and bounded.</summary>
    public static HeadLimits Answers { get; } = new(8 * 1024, 64 * 1024, 1_000);
}
