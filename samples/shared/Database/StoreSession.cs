using Capstan.Client;

namespace Samples.Shared.Database;

/// <summary>A session of the database as stores use it: what a write decided is a value, what a store cannot help is a <see cref="StoreException"/>.</summary>
public sealed class StoreSession
{
    private readonly DatabaseLink _link;
    private readonly DatabaseSession _session;

    internal StoreSession(DatabaseLink link, DatabaseSession session)
    {
        _link = link;
        _session = session;
    }

    /// <summary>Does all statements or none. It is done once, even when the answer to the first try was lost.</summary>
    /// <exception cref="StoreException">It is refused, or its outcome is not known.</exception>
    public Task<WriteOutcome> WriteAsync(CancellationToken cancellationToken, params IReadOnlyList<Statement> statements) =>
        WriteAsync(statements, options: null, cancellationToken);

    /// <summary>The same for statements that do no harm when they are done twice; the database need not remember them.</summary>
    /// <exception cref="StoreException">It is refused, or its outcome is not known.</exception>
    public Task<WriteOutcome> WriteRepeatableAsync(CancellationToken cancellationToken, params IReadOnlyList<Statement> statements) =>
        WriteAsync(statements, new WriteOptions { IsRepeatable = true }, cancellationToken);

    /// <summary>Answers all statements from one state, a result for each.</summary>
    /// <exception cref="StoreException">There is no answer.</exception>
    public Task<IReadOnlyList<ResultSet>> ReadAsync(CancellationToken cancellationToken, params IReadOnlyList<Statement> statements) =>
        ReadAsync(statements, options: null, cancellationToken);

    /// <summary>The same for what this session has seen to be there, however fresh the settings want reads to be.</summary>
    /// <exception cref="StoreException">There is no answer.</exception>
    public Task<IReadOnlyList<ResultSet>> ReadSeenAsync(CancellationToken cancellationToken, params IReadOnlyList<Statement> statements) =>
        ReadAsync(statements, new ReadOptions { Level = ReadLevel.Session }, cancellationToken);

    private static WriteVerdict? Verdict(DatabaseException fault) => (fault.Code, fault.Constraint) switch
    {
        (DatabaseErrors.NothingMatched, _) => WriteVerdict.NothingMatched,
        (DatabaseErrors.Constraint, "unique") => WriteVerdict.Taken,
        _ => null,
    };

    private async Task<WriteOutcome> WriteAsync(IReadOnlyList<Statement> statements, WriteOptions? options, CancellationToken cancellationToken)
    {
        try
        {
            WriteAnswer answer = await _session.ExecuteAsync(statements, options, cancellationToken);
            _link.See();
            return new WriteOutcome(WriteVerdict.Done, answer.Results);
        }
        catch (DatabaseException fault)
        {
            return Verdict(fault) is { } verdict ? new WriteOutcome(verdict, []) : throw _link.See(fault);
        }
    }

    private async Task<IReadOnlyList<ResultSet>> ReadAsync(IReadOnlyList<Statement> statements, ReadOptions? options, CancellationToken cancellationToken)
    {
        try
        {
            Answer answer = await _session.QueryAsync(statements, options, cancellationToken);
            _link.See();
            return answer.Results;
        }
        catch (DatabaseException fault)
        {
            throw _link.See(fault);
        }
    }
}
