using System.Text;
using Capstan.Database.Statements;
using Capstan.Sqlite;

namespace Capstan.Database.Applying;

/// <summary>
/// Adds the rows of another SQLite file to a copy's user tables, inside its open transaction: each row as an INSERT by a client, with
/// triggers, and with all foreign keys looked at when everything is in. Tables that do not exist are made as the file has them, with their
/// indexes and triggers, if the record may. Rows come in the order of the file's keys, so that every worker gives out the same new ones.
/// </summary>
internal sealed class ImportFile(SqliteConnection target, TableHashes hashes, StatementRunner runner, StepLimit limit)
{
    private readonly List<ImportedTable> _tables = [];

    /// <summary>Imports a file whose digest was checked.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="mayDefine">Whether tables may be made.</param>
    /// <returns>What was added to each table, as the answer has it.</returns>
    /// <exception cref="OperationFaultException">The file is no database, is damaged, or has what is refused; table and row are named.</exception>
    /// <exception cref="StoreFailedException">It cannot be read here.</exception>
    public byte[] Load(string file, bool mayDefine)
    {
        using var source = SourceFile.Open(file, "imported");
        runner.Begin();
        source.Check();
        FindTables(source, mayDefine);
        Defer(true);
        try
        {
            foreach (var table in _tables)
                new ImportedRows(target, runner, limit).Copy(source, table);
            CopyKeys(source);
            DefineRest(source, mayDefine);
            if (target.HasDeferredViolations)
                throw new DanglingReference(target).Describe(source, _tables);
        }
        finally
        {
            Defer(false);
        }

        return Results();
    }

    private void FindTables(SourceFile source, bool mayDefine)
    {
        var definitions = source.Definitions("type = 'table'");
        var isNew = definitions.Select(table => Define(table.Name, table.Sql, mayDefine)).ToList();
        if (runner.HasDefined)
        {
            SchemaGuard.Check(target);
            hashes.Refresh(runner.Defined);
        }

        var sources = source.Tables();
        for (var at = 0; at < definitions.Count; at++)
        {
            var from = sources.GetValueOrDefault(definitions[at].Name) ?? throw source.Unusable($"{definitions[at].Name} is no table");
            _tables.Add(new ImportedTable(from, Existing(from.Name), isNew[at]));
        }
    }

    private bool Define(string name, string sql, bool mayDefine)
    {
        if (SqlNames.IsReserved(name))
            throw new OperationFaultException(AnswerCode.Forbidden, $"The name {name} is reserved.");
        if (Find(name) is not null)
            return false;
        if (!mayDefine)
            throw new OperationFaultException(AnswerCode.InvalidSql, $"There is no table {name}. Create it first, or import with the right and the wish to create tables.");
        runner.RunScript(Encoding.UTF8.GetBytes(sql));
        return true;
    }

    private UserTable Existing(string name) => Find(name) is { } found && hashes.Tables.TryGetValue(found, out var table)
        ? table
        : throw new OperationFaultException(AnswerCode.InvalidSql, $"{name} is a view in this database; rows can be imported into tables only.");

    // SQLite compares names without regard to the case of ASCII letters.
    private string? Find(string name)
    {
        using var found = target.PrepareTrusted("SELECT name FROM sqlite_schema WHERE name = ?1 COLLATE NOCASE AND type IN ('table', 'view')");
        found.BindText(1, name);
        return found.Step() ? found.GetText(0) : null;
    }

    private void CopyKeys(SourceFile source)
    {
        foreach (var (table, last) in source.Keys().Where(key => _tables.Exists(made => made.IsNew && made.To.IsAutoincrement && made.From.Name == key.Table)))
        {
            using var raise = target.PrepareTrusted("UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1");
            raise.BindText(1, table);
            raise.BindInt64(2, last);
            raise.Execute();
            if (target.Changes > 0)
                continue;
            using var put = target.PrepareTrusted("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)");
            put.BindText(1, table);
            put.BindInt64(2, last);
            put.Execute();
        }
    }

    private void DefineRest(SourceFile source, bool mayDefine)
    {
        if (!mayDefine)
            return;
        foreach (var (name, table, sql) in source.Definitions("type <> 'table'"))
        {
            var isOfNew = _tables.Exists(made => made.IsNew && made.From.Name == table);
            if (isOfNew || (name == table && Find(name) is null))
                runner.RunScript(Encoding.UTF8.GetBytes(sql));
        }

        SchemaGuard.Check(target);
    }

    // Ends with the transaction by itself, but others share this one.
    private void Defer(bool defer)
    {
        using var pragma = target.PrepareTrusted($"PRAGMA defer_foreign_keys = {(defer ? "ON" : "OFF")}");
        pragma.Execute();
    }

    private byte[] Results()
    {
        using var bytes = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            foreach (var table in _tables)
            {
                json.WriteStartObject();
                json.WriteString("table", table.To.Name);
                json.WriteNumber("rows", table.Rows);
                json.WriteBoolean("created", table.IsNew);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return bytes.ToArray();
    }
}
