namespace Capstan.Core.Drills;

/// <summary>The middle and the worst of a figure over the rounds of a drill.</summary>
/// <param name="Median">The middle one; of an even number of rounds the mean of the two middle ones.</param>
/// <param name="Worst">The largest.</param>
public readonly record struct DrillSpread(TimeSpan Median, TimeSpan Worst)
{
    /// <summary>The spread of these; null when a round has no figure, since its worst is not known then, or when there is no round.</summary>
    public static DrillSpread? Of(IEnumerable<TimeSpan?> figures)
    {
        var all = figures.ToList();
        if (all.Count == 0 || all.Contains(null))
            return null;
        var sorted = all.OfType<TimeSpan>().Order().ToList();
        var middle = sorted.Count / 2;
        var median = sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new DrillSpread(median, sorted[^1]);
    }
}
