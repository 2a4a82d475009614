namespace Capstan.Cluster;

/// <summary>Something about a database's servers that an operator should know.</summary>
/// <param name="Setting">The key of the stack file that names them: <c>queues</c> or <c>membership</c>.</param>
/// <param name="What">What is wrong, with the server's address.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="IsHint">Whether the database can run all the same.</param>
public sealed record ServerFinding(string Setting, string What, string Remedy, bool IsHint);
