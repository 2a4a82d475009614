namespace Capstan.ZooKeeper;

/// <summary>Something about an ensemble that an operator should know.</summary>
/// <param name="What">What is wrong, with the server or the node.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="IsHint">Whether one can go on all the same.</param>
public sealed record ProbeFinding(string What, string Remedy, bool IsHint);
