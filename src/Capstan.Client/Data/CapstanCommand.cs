using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Capstan.Client;

/// <summary>
/// One statement or several, separated by semicolons. When all of them read, they see one state, and each gives a result; when one writes,
/// all are done or none. Prefer the asynchronous calls: the others hold a thread while they wait.
/// </summary>
public sealed class CapstanCommand : DbCommand
{
    private readonly RunningCommand _running = new();
    private string _text = "";
    private int? _timeout;

    /// <summary>Without text and connection.</summary>
    public CapstanCommand()
    {
    }

    /// <summary>With both.</summary>
    public CapstanCommand(string? commandText, CapstanConnection? connection = null) => (CommandText, Connection) = (commandText, connection);

    /// <inheritdoc />
    [AllowNull]
    public override string CommandText
    {
        get => _text;
        set => _text = value ?? "";
    }

    /// <summary>Longest time in seconds with all repetitions, 0 for no limit. Default: the connection string's deadline.</summary>
    public override int CommandTimeout
    {
        get => _timeout ?? (int)Math.Ceiling((Connection?.Deadline ?? DatabaseClientOptions.DefaultDeadline).TotalSeconds);
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _timeout = value;
        }
    }

    /// <summary>Always <see cref="CommandType.Text"/>.</summary>
    /// <exception cref="ArgumentException">Another type is set.</exception>
    public override CommandType CommandType
    {
        get => CommandType.Text;
        set
        {
            if (value != CommandType.Text)
                throw new ArgumentException($"SQLite has no commands of type {value}; give the SQL as text.", nameof(value));
        }
    }

    /// <inheritdoc />
    public override bool DesignTimeVisible { get; set; }

    /// <inheritdoc />
    public override UpdateRowSource UpdatedRowSource { get; set; } = UpdateRowSource.None;

    /// <summary>The connection that carries it.</summary>
    public new CapstanConnection? Connection { get; set; }

    /// <summary>Its values.</summary>
    public new CapstanParameterCollection Parameters { get; } = new();

    /// <summary>How fresh reads must be; null takes the connection string's level.</summary>
    public ReadLevel? Level { get; set; }

    /// <summary>The name of the write, under which it is done once, by whatever program; null has one made. See <see cref="WriteOptions.Key"/>.</summary>
    public string? Key { get; set; }

    /// <summary>Whether everything fails as <c>nothing_matched</c> when a statement that writes neither changes nor returns a row.</summary>
    public bool MustChange { get; set; }

    /// <inheritdoc />
    protected override DbConnection? DbConnection
    {
        get => Connection;
        set => Connection = value is null or CapstanConnection
            ? (CapstanConnection?)value
            : throw new InvalidCastException($"The connection is a {value.GetType()}, not a {nameof(CapstanConnection)}.");
    }

    /// <inheritdoc />
    protected override DbParameterCollection DbParameterCollection => Parameters;

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

    /// <inheritdoc />
    public override int ExecuteNonQuery() => ExecuteNonQueryAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Does it.</summary>
    /// <returns>Rows that were changed; -1 when all statements only read.</returns>
    /// <exception cref="DatabaseException">It is refused, or there is no answer within the deadline.</exception>
    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken)
    {
        var plan = Plan();
        var results = await RunAsync(plan, cancellationToken).ConfigureAwait(false);
        return plan.Affected(results, 0, results.Count);
    }

    /// <inheritdoc />
    public override object? ExecuteScalar() => ExecuteScalarAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Does it and gives the first value of the first row; <see cref="DBNull"/> for NULL, null when no row is returned.</summary>
    /// <exception cref="DatabaseException">It is refused, or there is no answer within the deadline.</exception>
    public override async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken)
    {
        var results = await RunAsync(Plan(), cancellationToken).ConfigureAwait(false);
        var first = results.FirstOrDefault(result => result.Columns.Count > 0);
        return first is { Rows: [var row, ..] } ? row[0] ?? DBNull.Value : null;
    }

    /// <summary>Does it and gives the rows.</summary>
    public new CapstanDataReader ExecuteReader(CommandBehavior behavior = CommandBehavior.Default) =>
        ExecuteReaderAsync(behavior, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Does it and gives the rows.</summary>
    /// <exception cref="DatabaseException">It is refused, or there is no answer within the deadline.</exception>
    public new Task<CapstanDataReader> ExecuteReaderAsync(CancellationToken cancellationToken = default) =>
        ExecuteReaderAsync(CommandBehavior.Default, cancellationToken);

    /// <summary>Does it and gives the rows.</summary>
    /// <exception cref="DatabaseException">It is refused, or there is no answer within the deadline.</exception>
    /// <exception cref="NotSupportedException">Only the columns of a write are asked for.</exception>
    public new async Task<CapstanDataReader> ExecuteReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken = default)
    {
        var plan = Plan();
        if (behavior.HasFlag(CommandBehavior.SchemaOnly) && !plan.IsRead)
            throw new NotSupportedException("The columns of a statement that writes are known only when it is done.");
        var results = await RunAsync(plan, cancellationToken).ConfigureAwait(false);
        return new CapstanDataReader(results, plan.Affected(results, 0, results.Count), behavior, Connection!);
    }

    /// <inheritdoc />
    protected override DbParameter CreateDbParameter() => new CapstanParameter();

    /// <inheritdoc />
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => ExecuteReader(behavior);

    /// <inheritdoc />
    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        await ExecuteReaderAsync(behavior, cancellationToken).ConfigureAwait(false);

    private StatementPlan Plan()
    {
        var plan = new StatementPlan();
        plan.Add(_text, Parameters, MustChange);
        return plan;
    }

    private Task<IReadOnlyList<ResultSet>> RunAsync(StatementPlan plan, CancellationToken cancellationToken) =>
        _running.RunAsync(token => CommandRun.RunAsync(Connection, plan, Level, Key, _timeout, token), cancellationToken);
}
