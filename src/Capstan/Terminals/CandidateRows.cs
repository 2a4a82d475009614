namespace Capstan.Terminals;

/// <summary>Candidates in columns, as many as fit; those that do not are counted.</summary>
internal static class CandidateRows
{
    private const int Gap = 2;

    /// <summary>The rows, filled column by column.</summary>
    /// <param name="candidates">What to show.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="height">Most rows.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> candidates, int width, int height)
    {
        if (candidates.Count == 0)
            return [];
        var widest = candidates.Max(candidate => TextWidth.Of(candidate)) + Gap;
        var columns = Math.Max(1, width / widest);
        var rows = (candidates.Count + columns - 1) / columns;
        var shown = rows <= height ? rows : Math.Max(1, height - 1);
        // What is left out is counted in a row of its own.
        var fitting = rows <= height ? candidates : [.. candidates.Take(shown * columns)];
        var lines = Enumerable.Range(0, shown)
            .Select(row => string.Concat(Enumerable.Range(0, columns).Select(column => column * shown + row).Where(i => i < fitting.Count)
                .Select(i => fitting[i] + new string(' ', widest - TextWidth.Of(fitting[i])))).TrimEnd())
            .ToList();
        if (fitting.Count < candidates.Count)
            lines.Add($"… and {candidates.Count - fitting.Count} more: type a letter");
        return lines;
    }
}
