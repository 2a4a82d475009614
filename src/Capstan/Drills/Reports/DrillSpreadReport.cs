using Capstan.Core.Drills;

namespace Capstan.Drills.Reports;

/// <summary>A figure over all rounds, in seconds.</summary>
/// <param name="MedianSeconds">The middle one.</param>
/// <param name="WorstSeconds">The largest.</param>
internal sealed record DrillSpreadReport(double MedianSeconds, double WorstSeconds)
{
    /// <summary>To the millisecond; null stays null.</summary>
    public static DrillSpreadReport? Of(DrillSpread? spread) =>
        spread is { } known ? new DrillSpreadReport(Seconds(known.Median), Seconds(known.Worst)) : null;

    /// <summary>A span in seconds, to the millisecond.</summary>
    public static double Seconds(TimeSpan span) => Math.Round(span.TotalSeconds, 3);
}
