namespace Capstan.Commands.Databases.Importing;

/// <summary>Names as SQL has them.</summary>
internal static class SqlName
{
    /// <summary>In double quotes.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
