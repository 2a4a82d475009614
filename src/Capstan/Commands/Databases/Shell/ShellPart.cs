using Capstan.Client;

namespace Capstan.Commands.Databases.Shell;

/// <summary>One statement or dot command to run.</summary>
/// <param name="Text">Its text, without the semicolon at its end.</param>
/// <param name="Kind">What it is; of no meaning for a dot command.</param>
/// <param name="Place">Where it stands, such as <c>dump.sql:12</c>; null for what was typed.</param>
/// <param name="IsEnded">Whether a semicolon ends it, or the end of the line a dot command.</param>
internal sealed record ShellPart(string Text, SqlKind Kind, string? Place, bool IsEnded = true)
{
    /// <summary>Whether it is a dot command.</summary>
    public bool IsDot => Text.StartsWith('.');
}
