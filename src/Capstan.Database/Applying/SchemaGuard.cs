using System.Text;
using Capstan.Database.Statements;
using Capstan.Sqlite;

namespace Capstan.Database.Applying;

/// <summary>Looks at the schema after it was changed, for what SQLite's authorizer is not asked about, as the new name of a table.</summary>
internal static class SchemaGuard
{
    /// <summary>Refuses what the store cannot live with.</summary>
    /// <exception cref="OperationFaultException">The schema has it.</exception>
    public static void Check(SqliteConnection connection)
    {
        using var objects = connection.PrepareTrusted("SELECT name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite@_%' ESCAPE '@'");
        while (objects.Step())
        {
            var (name, table) = (objects.GetText(0)!, objects.GetText(1)!);
            if (SqlNames.Own.Contains(name))
                continue;
            if (SqlNames.IsReserved(name) || SqlNames.IsReserved(table))
                throw new OperationFaultException(AnswerCode.Forbidden, $"The name {name} is reserved.");
            if (SqlGate.SaysRollback(Encoding.UTF8.GetBytes(objects.GetText(2) ?? "")))
                throw new OperationFaultException(AnswerCode.Forbidden, StatementRunner.RollbackRefusal);
        }
    }
}
