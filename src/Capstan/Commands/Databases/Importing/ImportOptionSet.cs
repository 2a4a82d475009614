using System.CommandLine;
using System.CommandLine.Parsing;
using Capstan.Commands.Databases.Transfers;

namespace Capstan.Commands.Databases.Importing;

/// <summary>The options of an import.</summary>
internal sealed class ImportOptionSet
{
    private static readonly string[] Types = ["INTEGER", "REAL", "TEXT", "NUMERIC", "BLOB"];

    private readonly Argument<string> _file = new("FILE") { Description = "A .csv, .tsv, .sql, .db, .sqlite or .sqlite3 file." };
    private readonly Option<string?> _table = new("--table", "-t") { Description = "The table to add rows to. Default for a .csv: the file's name; for a .db: all its tables.", HelpName = "NAME" };
    private readonly Option<bool> _create = new("--create") { Description = "Create tables that do not exist. A .csv's columns get the types of their values." };
    private readonly Option<string?> _types = new("--types") { Description = "With --create and a .csv: types for some columns: INTEGER, REAL, TEXT, NUMERIC or BLOB.", HelpName = "COLUMN=TYPE,…" };
    private readonly Option<string?> _delimiter = new("--delimiter") { Description = "What stands between the fields of a .csv: one ASCII character, or tab. Default: a comma; in a .tsv a tab.", HelpName = "CHARACTER" };
    private readonly Option<bool> _noHeader = new("--no-header") { Description = "The first line of the .csv is a row; the columns are the table's, in its order." };
    private readonly Option<string?> _null = new("--null") { Description = "What stands for NULL in a .csv, outside quotes. Default: nothing at all.", HelpName = "TEXT" };
    private readonly Option<bool> _json = new("--json") { Description = "The result as JSON." };
    private readonly Option<string?> _key = Key.Option("import");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_file);
        foreach (var option in (Option[])[_table, _create, _types, _delimiter, _noHeader, _null, _key, _json])
            command.Options.Add(option);
        command.Validators.Add(Check);
    }

    /// <summary>What was asked.</summary>
    public ImportRequest Read(ParseResult parsed, CliContext context)
    {
        var file = Path.GetFullPath(parsed.GetValue(_file)!, context.CurrentFolder);
        return new ImportRequest
        {
            File = file,
            Form = FormOf(file)!.Value,
            Table = parsed.GetValue(_table),
            MayCreate = parsed.GetValue(_create),
            Types = TypesOf(parsed.GetValue(_types))!,
            Csv = new CsvFormat(DelimiterOf(parsed.GetValue(_delimiter), file)!.Value, !parsed.GetValue(_noHeader), parsed.GetValue(_null)),
            Key = parsed.GetValue(_key) ?? Key.New(),
            AsJson = parsed.GetValue(_json),
        };
    }

    private void Check(CommandResult result)
    {
        var file = result.GetResult(_file)?.Tokens is [{ Value: var name }] ? name : null;
        if (file is null)
            return;
        var form = FormOf(file);
        if (form is null)
            result.AddError($"What '{file}' is does not show; its name must end with .csv, .tsv, .sql, .db, .sqlite or .sqlite3.");
        foreach (var option in (Option[])[_types, _delimiter, _noHeader, _null])
        {
            if (form is not (null or ImportForm.Csv) && result.GetResult(option) is { Implicit: false })
                result.AddError($"{option.Name} is for .csv files.");
        }

        if (form == ImportForm.Script && result.GetResult(_table) is { Implicit: false })
            result.AddError("--table is for .csv and .db files; a script names its tables itself.");
        if (result.GetResult(_types) is { Implicit: false } && result.GetResult(_create) is not { Implicit: false })
            result.AddError("--types goes with --create; a table that exists has its own types.");
        if (TypesOf(result.GetValue(_types)) is null)
            result.AddError($"--types has the form COLUMN=TYPE,COLUMN=TYPE with the types {string.Join(", ", Types)}.");
        if (DelimiterOf(result.GetValue(_delimiter), file) is null)
            result.AddError("--delimiter must be one ASCII character other than a quote or a line end, or the word tab.");
    }

    private static ImportForm? FormOf(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".csv" or ".tsv" => ImportForm.Csv,
        ".sql" => ImportForm.Script,
        ".db" or ".sqlite" or ".sqlite3" => ImportForm.Database,
        _ => null,
    };

    private static char? DelimiterOf(string? text, string file) => text switch
    {
        null => file.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase) ? '\t' : ',',
        "tab" or "\\t" => '\t',
        [var one] when char.IsAscii(one) && one is not ('"' or '\n' or '\r' or '\0') => one,
        _ => null,
    };

    private static Dictionary<string, string>? TypesOf(string? text)
    {
        var types = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text?.Split(',') ?? [])
        {
            if (part.Split('=') is not [{ Length: > 0 } column, var type] || !Types.Contains(type.Trim(), StringComparer.OrdinalIgnoreCase))
                return null;
            types[column.Trim()] = type.Trim().ToUpperInvariant();
        }

        return types;
    }
}
