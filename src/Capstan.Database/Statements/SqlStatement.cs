namespace Capstan.Database.Statements;

/// <summary>One SQL statement with its values.</summary>
public sealed record SqlStatement
{
    /// <summary>Exactly one statement.</summary>
    public required string Sql { get; init; }

    /// <summary>Its values: all positional or all named.</summary>
    public IReadOnlyList<SqlParameter> Parameters { get; init; } = [];

    /// <summary>
    /// Whether the operation fails as <see cref="AnswerCode.NothingMatched"/>, without any effect, when this statement neither
    /// changes nor returns a row. Writes only.
    /// </summary>
    public bool ExpectsRows { get; init; }
}
