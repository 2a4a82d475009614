using System.Data;
using System.Data.Common;

namespace Capstan.Client;

/// <summary>Commands that are one request: all reads see one state; with a write among them, all are done or none. 1 to 100 statements.</summary>
public sealed class CapstanBatch : DbBatch
{
    private readonly RunningCommand _running = new();
    private int? _timeout;

    /// <summary>Without commands and connection.</summary>
    public CapstanBatch()
    {
    }

    /// <summary>With a connection.</summary>
    public CapstanBatch(CapstanConnection? connection) => Connection = connection;

    /// <summary>The commands.</summary>
    public new CapstanBatchCommandCollection BatchCommands { get; } = new();

    /// <summary>The connection that carries it.</summary>
    public new CapstanConnection? Connection { get; set; }

    /// <summary>Longest time in seconds with all repetitions, 0 for no limit. Default: the connection string's deadline.</summary>
    public override int Timeout
    {
        get => _timeout ?? (int)Math.Ceiling((Connection?.Deadline ?? DatabaseClientOptions.DefaultDeadline).TotalSeconds);
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _timeout = value;
        }
    }

    /// <summary>How fresh reads must be; null takes the connection string's level.</summary>
    public ReadLevel? Level { get; set; }

    /// <summary>The name of the write, under which it is done once, by whatever program; null has one made. See <see cref="WriteOptions.Key"/>.</summary>
    public string? Key { get; set; }

    /// <inheritdoc />
    protected override DbBatchCommandCollection DbBatchCommands => BatchCommands;

    /// <inheritdoc />
    protected override DbConnection? DbConnection
    {
        get => Connection;
        set => Connection = value is null or CapstanConnection
            ? (CapstanConnection?)value
            : throw new InvalidCastException($"The connection is a {value.GetType()}, not a {nameof(CapstanConnection)}.");
    }

    /// <inheritdoc />
    protected override DbTransaction? DbTransaction
    {
        get => null;
        set
        {
            if (value is not null)
                throw NoTransactions.Interactive();
        }
    }

    /// <summary>Ends the waiting of what is under way; a write may be done nevertheless.</summary>
    public override void Cancel() => _running.Cancel();

    /// <summary>Does nothing: the database keeps no statements of clients.</summary>
    public override void Prepare()
    {
    }

    /// <inheritdoc cref="Prepare" />
    public override Task PrepareAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <inheritdoc />
    public override int ExecuteNonQuery() => ExecuteNonQueryAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Does it.</summary>
    /// <returns>Rows that were changed; -1 when all statements only read.</returns>
    /// <exception cref="DatabaseException">It is refused, or there is no answer within the deadline.</exception>
    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken = default)
    {
        var (_, affected) = await RunAsync(cancellationToken).ConfigureAwait(false);
        return affected;
    }

    /// <inheritdoc />
    public override object? ExecuteScalar() => ExecuteScalarAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Does it and gives the first value of the first row; <see cref="DBNull"/> for NULL, null when no row is returned.</summary>
    /// <exception cref="DatabaseException">It is refused, or there is no answer within the deadline.</exception>
    public override async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken = default)
    {
        var (results, _) = await RunAsync(cancellationToken).ConfigureAwait(false);
        var first = results.FirstOrDefault(result => result.Columns.Count > 0);
        return first is { Rows: [var row, ..] } ? row[0] ?? DBNull.Value : null;
    }

    /// <inheritdoc />
    protected override DbBatchCommand CreateDbBatchCommand() => new CapstanBatchCommand();

    /// <inheritdoc />
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) =>
        ExecuteDbDataReaderAsync(behavior, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc />
    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken)
    {
        var (results, affected) = await RunAsync(cancellationToken).ConfigureAwait(false);
        return new CapstanDataReader(results, affected, behavior, Connection!);
    }

    private async Task<(IReadOnlyList<ResultSet> Results, int Affected)> RunAsync(CancellationToken cancellationToken)
    {
        var plan = new StatementPlan();
        var counts = BatchCommands.All.Select(command => plan.Add(command.CommandText, command.Parameters, command.MustChange)).ToList();
        if (counts.Count == 0)
            throw new InvalidOperationException("The batch has no commands.");
        var results = await _running.RunAsync(token => CommandRun.RunAsync(Connection, plan, Level, Key, _timeout, token), cancellationToken).ConfigureAwait(false);
        var start = 0;
        for (var at = 0; at < counts.Count; start += counts[at++])
            BatchCommands.All[at].Done(plan.Affected(results, start, counts[at]));
        return (results, plan.Affected(results, 0, results.Count));
    }
}
