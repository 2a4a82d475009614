namespace Capstan.Database.Reading;

/// <summary>Limits on what one read may cost.</summary>
public sealed record SqliteReaderSettings
{
    /// <summary>Connections that are kept open at most; more are opened when more reads run at once. Default 8.</summary>
    public int Connections { get; init; } = 8;

    /// <summary>Most bytes of a statement's text. Default 1 MiB.</summary>
    public int SqlBytes { get; init; } = 1 << 20;

    /// <summary>Most bytes of an answer, but for its last row's overhead. Default 16 MiB.</summary>
    public int AnswerBytes { get; init; } = 16 << 20;

    /// <summary>Most bytes of one value. Default 32 MiB, as for writes.</summary>
    public int ValueBytes { get; init; } = 32 << 20;

    /// <summary>Most levels of an expression. Default 200.</summary>
    public int ExpressionDepth { get; init; } = 200;

    /// <summary>Most terms of a compound SELECT. Default 100.</summary>
    public int CompoundTerms { get; init; } = 100;

    /// <summary>Most bytes of a LIKE or GLOB pattern. Default 1,000.</summary>
    public int PatternBytes { get; init; } = 1_000;

    /// <summary>Memory for pages of each connection, in KiB. Default 8 MiB.</summary>
    public int CacheKilobytes { get; init; } = 8 * 1024;
}
