namespace Capstan.Commands.Databases.Shell.Dots;

/// <summary>A dot command that is to be done.</summary>
/// <param name="Part">Where it stands.</param>
/// <param name="Argument">What followed the word; null for nothing.</param>
internal sealed record DotCall(ShellPart Part, string? Argument);
