using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Transactions;
using IsolationLevel = System.Data.IsolationLevel;

namespace Capstan.Client;

/// <summary>
/// A session of a database as ADO.NET sees it: its reads show its own writes. Opening and closing cost nothing, for the pooled HTTP
/// connections belong to the source. Not for two threads at once, but several commands may be under way.
/// </summary>
public sealed class CapstanConnection : DbConnection
{
    private CapstanDataSource? _source;
    private DatabaseSession? _session;
    private string _connectionString = "";

    /// <summary>Without a connection string.</summary>
    public CapstanConnection()
    {
    }

    /// <summary>With a connection string; all connections of one string share a pool.</summary>
    public CapstanConnection(string? connectionString) => ConnectionString = connectionString;

    internal CapstanConnection(CapstanDataSource source)
    {
        _source = source;
        _connectionString = source.ConnectionString;
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">It has something that is not known.</exception>
    /// <exception cref="InvalidOperationException">The connection is open.</exception>
    [AllowNull]
    public override string ConnectionString
    {
        get => _connectionString;
        set
        {
            if (_session is not null)
                throw new InvalidOperationException("The connection is open; close it to give it another connection string.");
            _connectionString = new CapstanConnectionStringBuilder(value ?? "").Count > 0 ? value! : "";
            _source = null;
        }
    }

    /// <summary>What SQLite calls the database of a connection.</summary>
    public override string Database => "main";

    /// <summary>The database's address.</summary>
    public override string DataSource => _source?.Client.Options.Address.ToString() ?? new CapstanConnectionStringBuilder(_connectionString).Url;

    /// <summary>The version of the API that it speaks.</summary>
    public override string ServerVersion => "v1";

    /// <inheritdoc />
    public override ConnectionState State => _session is null ? ConnectionState.Closed : ConnectionState.Open;

    /// <inheritdoc />
    public override bool CanCreateBatch => true;

    /// <summary>The highest log position that it has seen; 0 while it is closed or has seen none.</summary>
    public long Position => _session?.Position ?? 0;

    /// <summary>The session that carries its commands.</summary>
    /// <exception cref="InvalidOperationException">The connection is closed.</exception>
    internal DatabaseSession Session => _session ?? throw new InvalidOperationException("The connection is closed; open it first.");

    /// <summary>Longest time of a command that does not say.</summary>
    internal TimeSpan Deadline => _source?.Client.Options.Deadline ?? new CapstanConnectionStringBuilder(_connectionString).Deadline;

    /// <inheritdoc />
    protected override DbProviderFactory DbProviderFactory => CapstanFactory.Instance;

    /// <summary>Reads from now on show at least this position, for example one that another program was told.</summary>
    public void Advance(long position) => Session.Advance(position);

    /// <summary>Opens it. Nothing is sent.</summary>
    /// <exception cref="ArgumentException">The connection string cannot be used.</exception>
    /// <exception cref="InvalidOperationException">It is open already, or has no connection string.</exception>
    /// <exception cref="NotSupportedException">An ambient transaction asks it to join.</exception>
    public override void Open()
    {
        if (_session is not null)
            throw new InvalidOperationException("The connection is open already.");
        if (_source is null && _connectionString.Length == 0)
            throw new InvalidOperationException("The connection has no connection string, for example Url=http://127.0.0.1:8081.");
        _source ??= SharedSources.Get(_connectionString);
        if (_source.MayEnlist && Transaction.Current is not null)
            throw NoTransactions.Ambient();
        _session = _source.Client.NewSession(_source.Position);
        OnStateChange(new StateChangeEventArgs(ConnectionState.Closed, ConnectionState.Open));
    }

    /// <inheritdoc cref="Open" />
    public override Task OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Open();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override void Close()
    {
        if (_session is null)
            return;
        _session = null;
        OnStateChange(new StateChangeEventArgs(ConnectionState.Open, ConnectionState.Closed));
    }

    /// <summary>Not supported: a connection belongs to one database.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException("A connection belongs to one database; open one with another Url.");

    /// <summary>Not supported; leave an ambient transaction with null.</summary>
    /// <exception cref="NotSupportedException">There is a transaction.</exception>
    public override void EnlistTransaction(Transaction? transaction)
    {
        if (transaction is not null)
            throw NoTransactions.Ambient();
    }

    /// <summary>A command of this connection.</summary>
    public new CapstanCommand CreateCommand() => new() { Connection = this };

    /// <summary>A batch of this connection: one atomic request.</summary>
    public new CapstanBatch CreateBatch() => new() { Connection = this };

    /// <summary>Tells the source how far the session has come, for connections that are opened later.</summary>
    internal void Told()
    {
        if (_session is { } session)
            _source!.See(session.Position);
    }

    /// <inheritdoc />
    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw NoTransactions.Interactive();

    /// <inheritdoc />
    protected override DbCommand CreateDbCommand() => CreateCommand();

    /// <inheritdoc />
    protected override DbBatch CreateDbBatch() => CreateBatch();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close();
        base.Dispose(disposing);
    }
}
