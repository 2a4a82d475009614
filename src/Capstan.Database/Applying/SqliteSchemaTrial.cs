using Capstan.Database.Leadership;
using Capstan.Database.Log;
using Capstan.Database.Statements;

namespace Capstan.Database.Applying;

/// <summary>Tries a schema script on an empty database in memory, under the very rules of its later application.</summary>
internal sealed class SqliteSchemaTrial : ISchemaTrial
{
    /// <inheritdoc />
    public string? Try(string script)
    {
        using var store = SqliteReplicaStore.OpenMemory();
        store.Begin();
        var record = new LogRecord { Kind = RecordKind.Operation, Epoch = new Epoch(1), Lsn = new Lsn(1) };
        var answer = store.Tables.Execute(record, new Operation { Kind = OperationKind.Schema, Statements = [new SqlStatement { Sql = script }] });
        return answer.IsOk ? null : answer.Detail;
    }
}
