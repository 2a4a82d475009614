using Capstan.Commands.Databases.Importing;
using Capstan.Sqlite;

namespace Capstan.Tests.Commands.Databases.Importing;

/// <summary>Files to import, and what becomes of them before they are sent.</summary>
internal sealed class ImportFixture : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Scratch _scratch = new();

    public TargetSchema Target { get; set; } = TargetSchema.Of(
    [
        "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, born INTEGER DEFAULT 1970, twice AS (born * 2), kind DEFAULT (lower('HUMAN')))",
        "CREATE TABLE pets (owner REFERENCES people (id), name)",
    ]);

    public string Write(string name, string content)
    {
        File.WriteAllText(_folder[name], content);
        return _folder[name];
    }

    public PreparedImport Fill(Func<Scratch, PreparedImport> fill) => fill(_scratch);

    public PreparedImport Csv(string content, string table = "people", CsvFormat? format = null, bool mayCreate = false, string types = "")
    {
        var given = types.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1], StringComparer.OrdinalIgnoreCase);
        return new CsvImport(Write("rows.csv", content), table, format ?? new CsvFormat(',', true, null), mayCreate, given).Fill(_scratch, Target, new Progress<long>(), CancellationToken.None);
    }

    public PreparedImport Script(string content) => new ScriptImport(Write("script.sql", content)).Fill(_scratch, Target, new Progress<long>(), CancellationToken.None);

    public PreparedImport Database(string script, string? table = null, bool mayCreate = false)
    {
        File.Delete(_folder["other.db"]);
        using (var made = SqliteConnection.Open(_folder["other.db"]))
            made.ExecuteScript(System.Text.Encoding.UTF8.GetBytes(script));
        return new FileImport(_folder["other.db"], table, mayCreate).Fill(_scratch, Target, new Progress<long>(), CancellationToken.None);
    }

    /// <summary>The values of a query on what would be sent, with their types.</summary>
    public string Rows(string sql)
    {
        using var rows = _scratch.Open().PrepareOwned(sql);
        var text = new List<string>();
        while (rows.Step())
            text.Add(string.Join('|', Enumerable.Range(0, rows.ColumnCount).Select(column => rows.GetText(column) ?? "NULL")));
        return string.Join(' ', text);
    }

    /// <summary>What the file is made of.</summary>
    public string Schema() => Rows("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid");

    public void Dispose()
    {
        _scratch.Dispose();
        _folder.Dispose();
    }
}
