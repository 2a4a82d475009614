namespace Capstan.Database.Api;

/// <summary>Limits of the API, all documented in <c>docs/database-api.md</c>.</summary>
public static class ApiLimits
{
    /// <summary>Bytes of a request's body, but for a restore or import: 16 MiB.</summary>
    public const int Body = 16 * 1024 * 1024;

    /// <summary>Bytes of a file to restore from or to import: 4 GiB.</summary>
    public const long RestoreFile = 4L * 1024 * 1024 * 1024;

    /// <summary>Bytes of a write or read in the form that queues and log carry: 1,000,000.</summary>
    public const int Operation = 1_000_000;

    /// <summary>Statements of one request: 100.</summary>
    public const int Statements = 100;

    /// <summary>Rows of one answer of the classic API: 1,000.</summary>
    public const int ClassicRows = 1_000;

    /// <summary>Levels of a condition: 5.</summary>
    public const int WhereDepth = 5;

    /// <summary>Comparisons of a condition: 20.</summary>
    public const int WhereTerms = 20;

    /// <summary>Values of an <c>in</c>: 100.</summary>
    public const int InValues = 100;

    /// <summary>Characters of a <c>like</c> pattern: 50.</summary>
    public const int LikePattern = 50;

    /// <summary>Shortest time that a caller may wait for a write, and least staleness that it may ask for: 100 ms.</summary>
    public static TimeSpan ShortestWait { get; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest of the same: 60 s.</summary>
    public static TimeSpan LongestWait { get; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a read may take: 5 s.</summary>
    public static TimeSpan Read { get; } = TimeSpan.FromSeconds(5);
}
