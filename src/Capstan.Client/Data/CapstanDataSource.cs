using System.Data.Common;

namespace Capstan.Client;

/// <summary>
/// A database as ADO.NET sees it: one pooled client, and connections that cost nothing to open. Make one for each database and keep it. A
/// connection sees everything that connections of the same source were told before it was opened.
/// </summary>
public sealed class CapstanDataSource : DbDataSource
{
    private readonly Positions _positions = new(0);

    /// <summary>A source for a connection string.</summary>
    /// <exception cref="ArgumentException">It cannot be used.</exception>
    public CapstanDataSource(string connectionString)
        : this(new CapstanConnectionStringBuilder(connectionString))
    {
    }

    /// <summary>A source for a client's options.</summary>
    /// <exception cref="ArgumentException">They cannot be used.</exception>
    public CapstanDataSource(DatabaseClientOptions options)
    {
        Client = new DatabaseClient(options);
        ConnectionString = $"Url={options.Address}";
    }

    private CapstanDataSource(CapstanConnectionStringBuilder builder)
    {
        Client = new DatabaseClient(builder.ToOptions());
        MayEnlist = builder.Enlist;
        builder.Remove("Token");
        ConnectionString = builder.ConnectionString;
    }

    /// <summary>The client that carries everything.</summary>
    public DatabaseClient Client { get; }

    /// <summary>The connection string without the token.</summary>
    public override string ConnectionString { get; }

    /// <summary>Whether opening within an ambient transaction is refused.</summary>
    internal bool MayEnlist { get; } = true;

    /// <summary>The highest log position that a connection was told.</summary>
    internal long Position => _positions.Highest;

    /// <summary>A connection, not yet open.</summary>
    public new CapstanConnection CreateConnection() => new(this);

    /// <summary>A connection, open.</summary>
    public new CapstanConnection OpenConnection() => (CapstanConnection)base.OpenConnection();

    /// <summary>A connection, open.</summary>
    public new async ValueTask<CapstanConnection> OpenConnectionAsync(CancellationToken cancellationToken = default) =>
        (CapstanConnection)await base.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>A connection was told of a position.</summary>
    internal void See(long position) => _positions.Raise(position);

    /// <inheritdoc />
    protected override DbConnection CreateDbConnection() => CreateConnection();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Client.Dispose();
        base.Dispose(disposing);
    }

    /// <inheritdoc />
    protected override ValueTask DisposeAsyncCore()
    {
        Client.Dispose();
        return base.DisposeAsyncCore();
    }
}
