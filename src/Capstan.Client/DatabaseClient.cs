using System.Security.Cryptography;

namespace Capstan.Client;

/// <summary>
/// A replicated database, used over its HTTP API. Thread-safe and pooled: make one for each database and keep it. Its own reads and writes
/// see each other, as those of one session; <see cref="NewSession"/> gives sessions that know less of each other.
/// </summary>
/// <remarks>
/// Every write carries a key (<c>Idempotency-Key</c>) and is sent again under it when the connection breaks, no answer comes in time, or the
/// database says that it could not or does not know; so it is done once. Reads are sent again likewise. Only when the deadline is over, or
/// the database refuses for good, does the caller see a <see cref="DatabaseException"/>.
/// </remarks>
public sealed class DatabaseClient : IDisposable
{
    /// <summary>Most statements of a request: 100.</summary>
    public const int MostStatements = 100;

    /// <summary>Most bytes of a request's statements and values together: 1,000,000.</summary>
    public const int MostBytes = 1_000_000;

    /// <summary>Most rows of a query's answer: 10,000.</summary>
    public const int MostRows = 10_000;

    private readonly Wire _wire;
    private readonly RequestLoop _loop;
    private readonly DatabaseSession _session;
    private readonly Backups _backups;
    private readonly Uploads<RestoreAnswer> _restores;
    private readonly Uploads<ImportAnswer> _imports;
    private readonly Uploads<ImportAnswer> _creatingImports;

    /// <summary>A client; it connects when something is asked.</summary>
    /// <exception cref="ArgumentException">An option cannot be used.</exception>
    public DatabaseClient(DatabaseClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        Options = options;
        _wire = new Wire(options);
        var pauses = new Pauses(options.Chance ?? SystemChance);
        _loop = new RequestLoop(_wire, pauses, options.Time, options.AttemptFailed);
        _session = NewSession();
        _backups = new Backups(_wire, pauses, options.Time);
        _restores = new Uploads<RestoreAnswer>(_wire, pauses, options.Time, "v1/restore", AnswerReader.ReadRestore);
        _imports = new Uploads<ImportAnswer>(_wire, pauses, options.Time, "v1/import", AnswerReader.ReadImport);
        _creatingImports = new Uploads<ImportAnswer>(_wire, pauses, options.Time, "v1/import?create=true", AnswerReader.ReadImport);
    }

    /// <summary>Where it is and how it is asked.</summary>
    public DatabaseClientOptions Options { get; }

    /// <summary>The highest log position that this client's own calls have seen.</summary>
    public long Position => _session.Position;

    /// <summary>A session of its own.</summary>
    /// <param name="position">What it has seen already, for example in another program. Default 0: nothing.</param>
    public DatabaseSession NewSession(long position = 0) => new(Options, _loop, position);

    /// <inheritdoc cref="DatabaseSession.QueryAsync(Statement, CancellationToken)" />
    public Task<ResultSet> QueryAsync(Statement statement, CancellationToken cancellationToken = default) => _session.QueryAsync(statement, cancellationToken);

    /// <inheritdoc cref="DatabaseSession.QueryAsync(IReadOnlyList{Statement}, ReadOptions, CancellationToken)" />
    public Task<Answer> QueryAsync(IReadOnlyList<Statement> statements, ReadOptions? options = null, CancellationToken cancellationToken = default) =>
        _session.QueryAsync(statements, options, cancellationToken);

    /// <inheritdoc cref="DatabaseSession.ExecuteAsync(Statement, CancellationToken)" />
    public Task<ResultSet> ExecuteAsync(Statement statement, CancellationToken cancellationToken = default) => _session.ExecuteAsync(statement, cancellationToken);

    /// <inheritdoc cref="DatabaseSession.ExecuteAsync(IReadOnlyList{Statement}, WriteOptions, CancellationToken)" />
    public Task<WriteAnswer> ExecuteAsync(IReadOnlyList<Statement> statements, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        _session.ExecuteAsync(statements, options, cancellationToken);

    /// <summary>How the database stands.</summary>
    /// <exception cref="DatabaseException">It is refused, or there is no answer within the deadline.</exception>
    public Task<DatabaseState> StatusAsync(CancellationToken cancellationToken = default) => _loop.RunAsync(
        new Request { Path = "v1/status", Deadline = Options.Deadline, Attempt = Options.Attempt },
        StateReader.Read, IgnorePosition, cancellationToken);

    /// <summary>
    /// Copies the database as a SQLite file with every write that had been answered before. It begins when the database has made the file,
    /// after 10 minutes at the latest; it is begun anew when it breaks, unless the destination has something of it and cannot seek.
    /// </summary>
    /// <param name="destination">Where to; written from where it stands.</param>
    /// <param name="progress">Told of the bytes so far, at most once for each 256 KiB.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The log position whose state it is.</returns>
    /// <exception cref="DatabaseException">It is refused, or broke, or could not be made.</exception>
    public Task<long> BackupAsync(Stream destination, IProgress<Transfer>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return _backups.RunAsync(destination, progress, cancellationToken);
    }

    /// <summary>Replaces the user tables of the database by those of a SQLite file, on all workers at one place of the log.</summary>
    /// <param name="file">The file; read from where it stands. Without seeking it is sent once only.</param>
    /// <param name="length">Its bytes, at most 4 GiB.</param>
    /// <param name="options">What this restore wants otherwise.</param>
    /// <param name="progress">Told of the bytes so far, at most once for each 256 KiB.</param>
    /// <param name="cancellationToken">Ends the waiting, not what the database has taken.</param>
    /// <exception cref="DatabaseException">It is refused, or its outcome is not known at the deadline.</exception>
    public async Task<RestoreAnswer> RestoreAsync(
        Stream file, long length, RestoreOptions? options = null, IProgress<Transfer>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        options ??= new RestoreOptions();
        var answer = await _restores.RunAsync(file, length, new UploadOptions(options.Key, options.Deadline), progress, cancellationToken).ConfigureAwait(false);
        _session.Advance(answer.Position);
        return answer;
    }

    /// <summary>
    /// Adds the rows of a SQLite file's tables to the user tables of the same names, on all workers at one place of the log: all or none.
    /// </summary>
    /// <param name="file">The file; read from where it stands. Without seeking it is sent once only.</param>
    /// <param name="length">Its bytes, at most 4 GiB.</param>
    /// <param name="options">What this import wants otherwise.</param>
    /// <param name="progress">Told of the bytes so far, at most once for each 256 KiB.</param>
    /// <param name="cancellationToken">Ends the waiting, not what the database has taken.</param>
    /// <exception cref="DatabaseException">It is refused, with the first table and row at fault, or its outcome is not known at the deadline.</exception>
    public async Task<ImportAnswer> ImportAsync(
        Stream file, long length, ImportOptions? options = null, IProgress<Transfer>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        options ??= new ImportOptions();
        var imports = options.MayCreate ? _creatingImports : _imports;
        var answer = await imports.RunAsync(file, length, new UploadOptions(options.Key, options.Deadline), progress, cancellationToken).ConfigureAwait(false);
        _session.Advance(answer.Position);
        return answer;
    }

    /// <inheritdoc />
    public void Dispose() => _wire.Dispose();

    // The status speaks of positions that nobody may have been told of.
    private static void IgnorePosition(long position)
    {
    }

    private static double SystemChance()
    {
        const int steps = 1 << 30;
        return RandomNumberGenerator.GetInt32(steps) / (double)steps;
    }
}
