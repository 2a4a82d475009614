using Capstan.Terminals;

namespace Capstan.Commands.Databases.Shell.Completing;

/// <summary>
/// Completes SQL: tables where a table must stand, columns behind a table's name or alias and a dot, and otherwise columns of the tables
/// that the statement names, keywords and functions. Nothing inside texts and comments.
/// </summary>
/// <param name="schema">What there is.</param>
internal sealed class SqlCompleter(SchemaView schema)
{
    private static readonly string[] BeforeTables = ["FROM", "JOIN", "INTO", "UPDATE", "TABLE", "REFERENCES"];
    private static readonly string[] BeforeColumns = ["SELECT", "DISTINCT", "WHERE", "AND", "OR", "ON", "BY", "SET", "HAVING", "RETURNING"];

    /// <summary>What can stand at the cursor.</summary>
    public Completion Complete(string text, int cursor)
    {
        var tokens = SqlScan.Tokens(text);
        if (tokens.Any(token => token.Kind == SqlTokenKind.Closed && token.Start < cursor && (cursor < token.End || token.IsOpen)))
            return Completion.None;
        var written = tokens.FirstOrDefault(token => token.IsName && token.Start < cursor && cursor <= token.End && (token.Kind == SqlTokenKind.Word || token.IsOpen));
        var start = written.End > 0 ? written.Start : cursor;
        var prefix = written.End == 0 ? "" : written.Kind == SqlTokenKind.Quoted ? text[(start + 1)..cursor] : text[start..cursor];
        var before = tokens.Where(token => token.End <= start).ToList();
        var statement = Statement(tokens, cursor);
        var names = Names(before, statement, prefix).Where(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).Select(Quoted);
        var words = written.Kind == SqlTokenKind.Quoted || WantsTable(before) ? [] : Words(before, prefix);
        return new Completion(start, [.. names.Concat(words).Distinct(StringComparer.OrdinalIgnoreCase)]);
    }

    // The pieces of the statement that the cursor is in.
    private static List<SqlToken> Statement(IReadOnlyList<SqlToken> tokens, int cursor)
    {
        var begin = tokens.LastOrDefault(token => token.Is(';') && token.End <= cursor).End;
        return [.. tokens.SkipWhile(token => token.Start < begin).TakeWhile(token => !token.Is(';') || token.Start < cursor)];
    }

    private IEnumerable<string> Names(List<SqlToken> before, List<SqlToken> statement, string prefix)
    {
        if (before is [.., { IsName: true } owner, var dot] && dot.Is('.'))
            return ColumnsOf(Meant(owner.Text, statement));
        if (WantsTable(before))
            return schema.Tables.Keys.Order(StringComparer.OrdinalIgnoreCase);
        var named = statement.Where(token => token.IsName && schema.Tables.ContainsKey(token.Text)).Select(token => token.Text).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (prefix.Length == 0 && !(before is [.., var sign] && (sign.Is(',') || sign.Is('(') || BeforeColumns.Any(sign.Is))))
            return [];
        var columns = (named.Count > 0 ? named : prefix.Length > 0 ? schema.Tables.Keys : []).SelectMany(ColumnsOf).Order(StringComparer.OrdinalIgnoreCase);
        return prefix.Length > 0 ? columns.Concat(schema.Tables.Keys.Order(StringComparer.OrdinalIgnoreCase)) : columns;
    }

    private static bool WantsTable(List<SqlToken> before) => (before is [.., var last] && BeforeTables.Any(last.Is)) || IsListOfTables(before);

    // FROM a, b: behind a comma as long as nothing but names came since FROM.
    private static bool IsListOfTables(List<SqlToken> before)
    {
        if (before is not [.., var comma] || !comma.Is(','))
            return false;
        var last = before.FindLast(token => token.Kind == SqlTokenKind.Word && SqlWords.IsKeyword(token.Text) && !token.Is("AS"));
        return last.End > 0 && last.Is("FROM") && !before.Any(token => token.Start > last.Start && (token.Is('(') || token.Is(')')));
    }

    private static IEnumerable<string> Words(List<SqlToken> before, string prefix)
    {
        if (prefix.Length == 0 || (before is [.., var dot] && dot.Is('.')))
            return [];
        // Whoever types small letters wants small letters.
        var isSmall = char.IsLower(prefix[0]);
        return SqlWords.Keywords.Where(word => word.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).Select(word => isSmall ? word.ToLowerInvariant() : word)
            .Concat(SqlWords.Functions.Where(word => word.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)));
    }

    private IEnumerable<string> ColumnsOf(string table) => schema.Tables.GetValueOrDefault(table) ?? [];

    // An alias stands behind its table, with or without AS.
    private string Meant(string name, List<SqlToken> statement)
    {
        if (schema.Tables.ContainsKey(name))
            return name;
        for (var i = 1; i < statement.Count; i++)
        {
            var table = statement[i - 1].Is("AS") && i > 1 ? statement[i - 2] : statement[i - 1];
            if (statement[i].IsName && statement[i].Text.Equals(name, StringComparison.OrdinalIgnoreCase) && table.IsName && schema.Tables.ContainsKey(table.Text))
                return table.Text;
        }

        return name;
    }

    private static string Quoted(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsLetterOrDigit(letter) || letter == '_') && !SqlWords.IsKeyword(name)
            ? name
            : $"\"{name.Replace("\"", "\"\"")}\"";
}
