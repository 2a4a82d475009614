using System.Globalization;
using Capstan.Client;

namespace Capstan.Commands.Databases.Shell;

/// <summary>What people are told under a result.</summary>
internal static class ShellFooter
{
    /// <summary>How much there was.</summary>
    public static IEnumerable<string> Of(ShellRows result, string sql, bool isWrite)
    {
        if (result.Columns.Count > 0)
            yield return Humane.Count(result.Rows.Count, "row");
        var kind = isWrite ? SqlText.Classify(sql) : SqlKind.Read;
        if (kind == SqlKind.Write)
            yield return $"{Humane.Count(result.Changes, "row")} changed";
        if (kind is not (SqlKind.Read or SqlKind.Write))
            yield return "done";
        if (kind == SqlKind.Write && result.Changes > 0 && result.LastInsertRowId is { } id and not 0)
            yield return $"last rowid {id}";
    }

    /// <summary>For example <c>0.4 ms</c>, <c>12 ms</c>, <c>1.25 s</c>.</summary>
    public static string Time(TimeSpan time) => time.TotalMilliseconds switch
    {
        < 10 => time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture) + " ms",
        < 1_000 => time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) + " ms",
        _ => time.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture) + " s",
    };

    /// <summary>A level as it is written.</summary>
    public static string Word(ReadLevel level) => level.ToString().ToLowerInvariant();
}
