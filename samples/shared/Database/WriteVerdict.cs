namespace Samples.Shared.Database;

/// <summary>What the database decided inside a write.</summary>
public enum WriteVerdict
{
    /// <summary>All of it is done.</summary>
    Done,

    /// <summary>None of it is done, for a key is in use.</summary>
    Taken,

    /// <summary>None of it is done, for a statement that had to change a row found none.</summary>
    NothingMatched,
}
