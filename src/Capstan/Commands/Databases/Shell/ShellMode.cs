namespace Capstan.Commands.Databases.Shell;

/// <summary>How results are written. The names, in small letters, are those of <c>--mode</c> and <c>.mode</c>.</summary>
internal enum ShellMode
{
    /// <summary>A table with lines, fitted to the terminal; rows one below the other when it has too many columns for that.</summary>
    Table,

    /// <summary>A table of spaces alone, as wide as it comes.</summary>
    Plain,

    /// <summary>One line for each value, nothing left out.</summary>
    Line,

    /// <summary>Comma-separated values (RFC 4180, lines end with <c>\n</c>).</summary>
    Csv,

    /// <summary>One JSON object a line for each statement.</summary>
    Json,
}
