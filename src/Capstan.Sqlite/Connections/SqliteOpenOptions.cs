namespace Capstan.Sqlite;

/// <summary>How a connection is opened. The defaults are the safe ones.</summary>
public sealed record SqliteOpenOptions
{
    /// <summary>Prepared statements that a connection keeps, unless told otherwise.</summary>
    public const int DefaultCachedStatements = 128;

    /// <summary>What the connection may do; by default read and write, and make the file. An in-memory database is always writable.</summary>
    public SqliteOpenMode Mode { get; init; }

    /// <summary>
    /// Whether the path may be a URI ("file:…?immutable=1"); off by default. When off, a path that looks like a URI is the name of a file,
    /// on builds that would take it for a URI too.
    /// </summary>
    public bool AllowUri { get; init; }

    /// <summary>
    /// How long a call waits for another connection's lock before it fails as busy; default 5 s, at most 24 days. Zero fails at once, which
    /// in WAL mode hits the only writer too: a reader that meets a half-written index header takes the write lock for a moment.
    /// </summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether foreign keys are enforced; on by default (SQLite's own default is off).</summary>
    public bool ForeignKeys { get; init; } = true;

    /// <summary>Where SQL's time comes from on this connection; null (default) for the system's clock.</summary>
    public SqliteClock? Clock { get; init; }

    /// <summary>How many prepared statements <see cref="SqliteConnection.Prepare(string)"/> keeps; default 128, 0 keeps none. Texts beyond
    /// 16 KiB are never kept.</summary>
    public int CachedStatements { get; init; } = DefaultCachedStatements;

    /// <summary>Limits to set at opening; the others stay as the library was built.</summary>
    public IReadOnlyDictionary<SqliteLimit, int> Limits { get; init; } = new Dictionary<SqliteLimit, int>();
}
