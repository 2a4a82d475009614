using System.Data.Common;

namespace Capstan.Client;

/// <summary>Makes the provider's objects, for code that knows no provider.</summary>
public sealed class CapstanFactory : DbProviderFactory
{
    /// <summary>The only one.</summary>
    public static readonly CapstanFactory Instance = new();

    private CapstanFactory()
    {
    }

    /// <inheritdoc />
    public override bool CanCreateBatch => true;

    /// <inheritdoc />
    public override DbCommand CreateCommand() => new CapstanCommand();

    /// <inheritdoc />
    public override DbConnection CreateConnection() => new CapstanConnection();

    /// <inheritdoc />
    public override DbConnectionStringBuilder CreateConnectionStringBuilder() => new CapstanConnectionStringBuilder();

    /// <inheritdoc />
    public override DbParameter CreateParameter() => new CapstanParameter();

    /// <inheritdoc />
    public override DbDataSource CreateDataSource(string connectionString) => new CapstanDataSource(connectionString);

    /// <inheritdoc />
    public override DbBatch CreateBatch() => new CapstanBatch();

    /// <inheritdoc />
    public override DbBatchCommand CreateBatchCommand() => new CapstanBatchCommand();
}
