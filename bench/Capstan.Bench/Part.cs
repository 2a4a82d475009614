namespace Capstan.Bench;

/// <summary>A part of the bench: one table, or a few, between markers of their own on the page.</summary>
/// <param name="Name">Its word on the command line, and the name of its markers.</param>
/// <param name="Group">Word on the command line for it and its kind together; the same as the name where it has no kind.</param>
/// <param name="MeasureAsync">Measures; its tables.</param>
/// <param name="Tools">Programs that have a share in it, each with the command that prints its version.</param>
internal sealed record Part(string Name, string Group, Func<BenchRun, Task<string>> MeasureAsync, IReadOnlyList<(string Name, string[] Command)> Tools);
