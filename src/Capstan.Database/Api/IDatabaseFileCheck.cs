namespace Capstan.Database.Api;

/// <summary>Judges a file that somebody wants to restore from or to import.</summary>
public interface IDatabaseFileCheck
{
    /// <summary>What is wrong with a SQLite file, for people; null when it is whole (header, <c>quick_check</c>) and has a user table.
    /// Takes time in proportion to the file.</summary>
    string? FindFault(string path, CancellationToken cancellationToken);
}
