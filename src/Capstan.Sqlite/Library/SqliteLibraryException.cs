namespace Capstan.Sqlite;

/// <summary>The system's SQLite library is missing, too old or lacks what is needed; the message says what and how to mend it.</summary>
/// <param name="message">What is wrong, and the remedy.</param>
public sealed class SqliteLibraryException(string message) : Exception(message);
