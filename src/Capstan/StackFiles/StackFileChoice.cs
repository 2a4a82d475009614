namespace Capstan.StackFiles;

/// <summary>The stack file that a command works on.</summary>
/// <param name="File">Its absolute path; null when there is none.</param>
/// <param name="IsDemo">Whether it is the demo that runs when nobody named a file.</param>
/// <param name="Fault">Why there is none, with the remedy; null when there is one.</param>
public sealed record StackFileChoice(string? File, bool IsDemo, string? Fault);
