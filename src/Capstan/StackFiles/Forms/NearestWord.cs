namespace Capstan.StackFiles.Forms;

/// <summary>Finds what a misspelt word probably meant.</summary>
internal static class NearestWord
{
    /// <summary>The most similar known word; null when none is near enough to be a misspelling of it.</summary>
    public static string? Of(string word, IEnumerable<string> known)
    {
        var whole = known as IReadOnlyCollection<string> ?? [.. known];
        if (word.Length >= 3 && whole.FirstOrDefault(candidate => candidate.StartsWith(word) || word.StartsWith(candidate)) is { } begun)
            return begun;

        // One slip in a short word, a third of the letters in a long one.
        var limit = Math.Max(1, Math.Min(word.Length, 40) / 3);
        if (word.Length > 40)
            return null;
        var (near, steps) = whole
            .Select(candidate => (candidate, Steps: Distance(Folded(word), Folded(candidate))))
            .MinBy(pair => pair.Steps);
        return near is not null && steps <= limit ? near : null;
    }

    // Users of other tools write stopGrace, stop-grace and stop_grace for the same thing.
    private static string Folded(string word) => word.Replace("-", "").Replace("_", "").ToLowerInvariant();

    /// <summary>Insertions, deletions, replacements and swaps of neighbours between two words.</summary>
    private static int Distance(string from, string to)
    {
        var steps = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
            steps[i, 0] = i;
        for (var j = 0; j <= to.Length; j++)
            steps[0, j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = steps[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                steps[i, j] = Math.Min(replaced, Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
            }
        }

        return steps[from.Length, to.Length];
    }
}
