namespace Capstan.Commands.Databases.Importing;

/// <summary>A column of a table that rows are imported into.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its declared type; empty without one.</param>
internal sealed record TargetColumn(string Name, string Type)
{
    /// <summary>What its DEFAULT computes, as SQL; null without one.</summary>
    public string? Default { get; init; }

    /// <summary>Whether it is the table's rowid, which the database gives out where it is NULL.</summary>
    public bool IsRowId { get; init; }
}
