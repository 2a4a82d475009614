namespace Capstan.Commands;

/// <summary>Something about a server that a database runs on.</summary>
/// <param name="Path">The key of the stack file that names the server.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="IsHint">Whether the database can run all the same.</param>
internal sealed record ServerReport(string Path, string What, string Remedy, bool IsHint);
