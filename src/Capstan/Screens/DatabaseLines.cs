using System.Globalization;
using Capstan.Commands;
using Capstan.Control;

namespace Capstan.Screens;

/// <summary>A database as lines of a screen.</summary>
internal static class DatabaseLines
{
    /// <summary>Its leader and traffic, its window, what is wrong, and one line for each worker.</summary>
    public static IEnumerable<ScreenLine> Of(DatabaseStatus database, DateTimeOffset now)
    {
        yield return Head(database);
        if (database.Window is { } window)
            yield return new ScreenLine().Add("  " + WindowText.Of(window, now, "read", "follower"));
        foreach (var worker in database.Workers)
            yield return Worker(worker, now);
    }

    private static ScreenLine Head(DatabaseStatus database)
    {
        var line = new ScreenLine()
            .Cell(database.Name, 14, Tone.Strong)
            .Cell(database.Leader is { } slot ? $"leader {slot}" : "no leader", 11, database.Leader is null ? Tone.Bad : Tone.Good)
            .Cell($"{database.ReadyFollowers} of {Humane.Count(database.Followers, "follower")}", 16, database.ReadyFollowers >= database.Followers ? Tone.Good : Tone.Warn)
            .Cell(Humane.Rate(database.ReadsPerSecond) + " reads/s", 14)
            .Cell(Humane.Rate(database.WritesPerSecond) + " writes/s", 15);
        if (database.ReadDepth + database.WriteDepth + database.DeadDepth is var waiting and > 0)
            line.Cell($"{waiting} waiting", 12, Tone.Warn);
        if (database.Errors > 0)
            line.Cell(Humane.Count(database.Errors, "error"), 12, Tone.Bad);
        return line.Add(database.Address, Tone.Dim);
    }

    private static ScreenLine Worker(WorkerStatus worker, DateTimeOffset now) => new ScreenLine()
        .Cell("  " + worker.Slot.ToString(CultureInfo.InvariantCulture), 6)
        .Cell(worker.Role ?? "-", 10, worker.Role == "leader" ? Tone.Strong : Tone.Plain)
        .Cell(worker.Pid is { } pid ? "pid " + pid.ToString(CultureInfo.InvariantCulture) : "-", 14, Tone.Dim)
        .Cell(worker.State, 10, ServiceLines.ToneOf(worker.State))
        .Cell(Humane.Span(now - worker.Since), 8)
        .Cell(worker.Applied is { } applied ? $"at {applied}" : "", 12)
        .Add(string.Join("; ", Notes(worker)), worker.Role is null ? Tone.Warn : Tone.Plain);

    private static IEnumerable<string> Notes(WorkerStatus worker)
    {
        if (worker.Lag is > 0 and var lag)
            yield return $"{lag} behind";
        if (worker.Detail is { } detail)
            yield return detail;
    }
}
