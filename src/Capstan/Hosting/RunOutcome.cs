namespace Capstan.Hosting;

/// <summary>How a run ended.</summary>
/// <param name="ExitCode">The program's exit code: 0 after an ordinary stop, 4 when the stack runs already, 1 for any other failure.</param>
/// <param name="Message">One sentence with the remedy when it failed; null otherwise.</param>
public sealed record RunOutcome(int ExitCode, string? Message = null);
