using System.Globalization;

namespace Capstan.Commands.Databases.Overview;

/// <summary>An overview for people: a few lines, a table of workers, a table of snapshots.</summary>
internal static class OverviewText
{
    /// <summary>Writes it.</summary>
    public static void Write(DatabaseOverview now, DateTimeOffset time, CliConsole console)
    {
        var output = console.Out;
        var wanted = now.Followers is { } followers ? $" of {followers}" : "";
        output.WriteLine($"Database {now.Database}: {(now.Leader is { } slot ? $"slot {slot} leads" : "nobody leads")} in epoch {now.Epoch}, "
            + $"{now.ReadyFollowers}{wanted} {(now.ReadyFollowers == 1 && now.Followers is null or 1 ? "follower" : "followers")} ready");
        output.WriteLine($"API {now.Address}   position {now.Position}{(now.LogBytes is { } log ? $"   log {Size(log)}" : "")}");
        output.WriteLine($"Waiting: {Humane.Count(now.Queues.Writes, "write")}, {Humane.Count(now.Queues.Reads, "read")}"
            + (now.Queues.Dead > 0 ? $", {now.Queues.Dead} given up" : "")
            + (now.Traffic is { } traffic
                ? $"   {Humane.Rate(traffic.ReadsPerSecond)} reads/s, {Humane.Rate(traffic.WritesPerSecond)} writes/s   {Humane.Count(traffic.Errors, "error")}"
                : ""));
        output.WriteLine();
        Workers(now, time).Write(console);
        if (now.Snapshots.Count > 0)
        {
            output.WriteLine();
            Snapshots(now).Write(console);
        }

        if (now.Roster is { } roster && roster.Except(now.Workers.Where(worker => worker.Role is not null).Select(worker => worker.Slot)).ToList() is { Count: > 0 } missing)
            output.WriteLine($"Not there, and not retired: {(missing.Count == 1 ? "slot" : "slots")} {string.Join(", ", missing)}");
        if (now.Trouble is { } trouble)
            output.WriteLine("! " + trouble);
    }

    private static TextTable Workers(DatabaseOverview now, DateTimeOffset time)
    {
        var table = new TextTable("Slot", "Role", "Pid", "State", "For", "Applied", "Behind", "Detail");
        foreach (var worker in now.Workers)
        {
            table.Add(
                Number(worker.Slot), worker.Role ?? "-", Number(worker.Pid), worker.State, worker.Since is { } since ? Humane.Span(time - since) : "-",
                Number(worker.Applied), Number(worker.Lag), worker.Detail ?? "");
        }

        return table;
    }

    private static TextTable Snapshots(DatabaseOverview now)
    {
        var table = new TextTable("Snapshot", "Behind", "Size", "Digest");
        foreach (var kept in now.Snapshots)
            table.Add(Number(kept.Position), Number(now.Position - kept.Position), Size(kept.Bytes), kept.Digest.Length > 12 ? kept.Digest[..12] : kept.Digest);
        return table;
    }

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static string Size(long bytes) => bytes switch
    {
        >= 1L << 30 => (bytes / (double)(1L << 30)).ToString("0.0", CultureInfo.InvariantCulture) + " GiB",
        >= 1L << 20 => (bytes / (double)(1L << 20)).ToString("0.0", CultureInfo.InvariantCulture) + " MiB",
        >= 1L << 10 => (bytes / (double)(1L << 10)).ToString("0.0", CultureInfo.InvariantCulture) + " KiB",
        _ => Humane.Count(bytes, "byte"),
    };
}
