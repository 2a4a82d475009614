namespace Capstan.Client;

/// <summary>
/// Reads and writes that see each other: the highest log position of any answer goes along with every read, which then shows at least that.
/// Thread-safe; needs no closing.
/// </summary>
/// <remarks>
/// A read of <see cref="ReadLevel.Session"/> in a session that has seen nothing yet is made <see cref="ReadLevel.Linear"/>: whoever opened it
/// may have seen what an earlier program wrote.
/// </remarks>
public sealed class DatabaseSession
{
    private readonly DatabaseClientOptions _options;
    private readonly RequestLoop _loop;
    private readonly Positions _positions;
    private readonly Action<long> _seen;

    internal DatabaseSession(DatabaseClientOptions options, RequestLoop loop, long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        _options = options;
        _loop = loop;
        _positions = new Positions(position);
        _seen = _positions.Raise;
    }

    /// <summary>The highest log position that it has seen; 0 while it has seen none. Give it to another program's session to go on there.</summary>
    public long Position => _positions.Highest;

    /// <summary>Reads from now on show at least this position.</summary>
    public void Advance(long position) => _positions.Raise(position);

    /// <summary>Has one statement answered.</summary>
    /// <exception cref="DatabaseException">It is refused, or there is no answer within the deadline.</exception>
    public async Task<ResultSet> QueryAsync(Statement statement, CancellationToken cancellationToken = default)
    {
        var answer = await QueryAsync([statement], options: null, cancellationToken).ConfigureAwait(false);
        return answer.Results[0];
    }

    /// <summary>Has statements answered that all must be reads; they see one state.</summary>
    /// <param name="statements">1 to 100.</param>
    /// <param name="options">What this read wants otherwise.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DatabaseException">It is refused, or there is no answer within the deadline.</exception>
    /// <exception cref="ArgumentException">Statements or options cannot be sent.</exception>
    public Task<Answer> QueryAsync(IReadOnlyList<Statement> statements, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(statements);
        var level = options?.Level ?? _options.Level;
        var position = Math.Max(options?.Position ?? 0, Position);
        var staleness = options?.MaxStaleness;
        DatabaseClientOptions.CheckStaleness(staleness);
        if (level != ReadLevel.Any && staleness is not null)
            throw new ArgumentException("A staleness is for reads of level any; others are never staler than they say.", nameof(options));
        var sent = level == ReadLevel.Session && position == 0 ? ReadLevel.Linear : level;
        var count = statements.Count;
        return _loop.RunAsync(
            new Request
            {
                Path = "v1/query",
                Body = RequestBody.OfRead(statements, sent, staleness ?? _options.MaxStaleness),
                Position = level == ReadLevel.Any ? 0 : position,
                Deadline = Deadline(options?.Deadline),
                Attempt = _options.Attempt,
            },
            body => AnswerReader.ReadQuery(body, count), _seen, cancellationToken);
    }

    /// <summary>Does one statement.</summary>
    /// <exception cref="DatabaseException">It is refused, or its outcome is not known at the deadline.</exception>
    public async Task<ResultSet> ExecuteAsync(Statement statement, CancellationToken cancellationToken = default)
    {
        var answer = await ExecuteAsync([statement], options: null, cancellationToken).ConfigureAwait(false);
        return answer.Results[0];
    }

    /// <summary>
    /// Does all statements or none, once, however often it had to be sent. A call that is cancelled may be done nevertheless: give it a key
    /// of your own to be able to ask again.
    /// </summary>
    /// <param name="statements">1 to 100.</param>
    /// <param name="options">What this write wants otherwise.</param>
    /// <param name="cancellationToken">Ends the waiting, not what the database has taken.</param>
    /// <exception cref="DatabaseException">It is refused, or its outcome is not known at the deadline.</exception>
    /// <exception cref="ArgumentException">Statements or options cannot be sent.</exception>
    public Task<WriteAnswer> ExecuteAsync(IReadOnlyList<Statement> statements, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(statements);
        var count = statements.Count;
        return _loop.RunAsync(
            new Request
            {
                Path = "v1/execute",
                Body = RequestBody.OfWrite(statements),
                Key = KeyOf(options),
                IsWrite = true,
                Deadline = Deadline(options?.Deadline),
                Attempt = _options.Attempt,
            },
            body => AnswerReader.ReadExecute(body, count), _seen, cancellationToken);
    }

    private string? KeyOf(WriteOptions? options) => options switch
    {
        { IsRepeatable: true, Key: not null } => throw new ArgumentException("A write that may be done twice has no key.", nameof(options)),
        { IsRepeatable: true } => null,
        { Key: { } key } => WriteKey.Checked(key),
        _ => WriteKey.New(_options.Time),
    };

    private TimeSpan Deadline(TimeSpan? asked)
    {
        var deadline = asked ?? _options.Deadline;
        return deadline >= DatabaseClientOptions.ShortestWait ? deadline : throw new ArgumentException($"The deadline is {deadline}; give at least 100 ms.");
    }
}
