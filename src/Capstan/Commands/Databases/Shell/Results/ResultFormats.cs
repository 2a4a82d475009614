namespace Capstan.Commands.Databases.Shell.Results;

/// <summary>The ways to write results, by their modes.</summary>
internal static class ResultFormats
{
    private static readonly Dictionary<ShellMode, IResultFormat> Known = new()
    {
        [ShellMode.Table] = new TableFormat(),
        [ShellMode.Plain] = new PlainFormat(),
        [ShellMode.Line] = new LineFormat(),
        [ShellMode.Csv] = new CsvFormat(),
        [ShellMode.Json] = new JsonFormat(),
    };

    /// <summary>The one of a mode.</summary>
    public static IResultFormat Of(ShellMode mode) => Known[mode];
}
