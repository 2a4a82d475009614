namespace Capstan.Commands.Databases.Shell.Completing;

/// <summary>A piece of SQL as completion sees it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; of a quoted name what is between the quotes.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends, behind the last character.</param>
/// <param name="IsOpen">Whether its closing quote or mark is missing.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Text, int Start, int End, bool IsOpen)
{
    /// <summary>Whether it may be a name.</summary>
    public bool IsName => Kind is SqlTokenKind.Word or SqlTokenKind.Quoted;

    /// <summary>Whether it is this keyword.</summary>
    public bool Is(string keyword) => Kind == SqlTokenKind.Word && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is this sign.</summary>
    public bool Is(char sign) => Kind == SqlTokenKind.Sign && Text[0] == sign;
}
