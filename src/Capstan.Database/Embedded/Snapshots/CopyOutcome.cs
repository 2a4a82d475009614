namespace Capstan.Database.Embedded.Snapshots;

/// <summary>How a copy went.</summary>
internal enum CopyOutcome
{
    /// <summary>The target holds the whole file.</summary>
    Copied,

    /// <summary>There is no such file.</summary>
    Missing,

    /// <summary>The file is not what its name says; there is no target.</summary>
    Damaged,
}
