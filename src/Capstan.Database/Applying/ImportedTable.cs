namespace Capstan.Database.Applying;

/// <summary>A table of a file that is imported, and the one its rows go to.</summary>
/// <param name="from">In the file.</param>
/// <param name="to">In the copy.</param>
/// <param name="isNew">Whether it was made by this import.</param>
internal sealed class ImportedTable(UserTable from, UserTable to, bool isNew)
{
    /// <summary>In the file.</summary>
    public UserTable From { get; } = from;

    /// <summary>In the copy.</summary>
    public UserTable To { get; } = to;

    /// <summary>Whether it was made by this import: then hidden rowids come along.</summary>
    public bool IsNew { get; } = isNew;

    /// <summary>Rows that were added.</summary>
    public long Rows { get; set; }
}
