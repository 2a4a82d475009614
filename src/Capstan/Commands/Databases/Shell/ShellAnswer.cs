namespace Capstan.Commands.Databases.Shell;

/// <summary>The answer to statements that were sent together.</summary>
/// <param name="Position">The log position that a read shows, or that a write took.</param>
/// <param name="Results">A result for each statement.</param>
internal sealed record ShellAnswer(long Position, IReadOnlyList<ShellRows> Results);
