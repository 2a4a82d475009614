namespace Capstan.Commands.Databases.Importing;

/// <summary>A file cannot be imported. Nothing was sent.</summary>
/// <param name="message">Why, and what to do.</param>
/// <param name="details">Places in the file, one a line.</param>
internal sealed class ImportException(string message, IReadOnlyList<string>? details = null) : Exception(message)
{
    /// <summary>Places in the file, one a line.</summary>
    public IReadOnlyList<string> Details { get; } = details ?? [];
}
