namespace Capstan.Bench;

/// <summary>A part of the bench: one table, or a few, between markers of their own on the page.</summary>
/// <param name="Name">Its word on the command line, and the name of its markers.</param>
/// <param name="Groups">Words on the command line for it and its kind together; the first is what measured it when it is shown.</param>
/// <param name="MeasureAsync">Measures; its tables.</param>
/// <param name="Tools">Programs that have a share in it, each with the command that prints its version.</param>
internal sealed record Part(string Name, IReadOnlyList<string> Groups, Func<BenchRun, Task<string>> MeasureAsync, IReadOnlyList<(string Name, string[] Command)> Tools);
