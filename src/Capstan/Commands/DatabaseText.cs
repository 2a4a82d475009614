using System.Globalization;
using Capstan.Control;

namespace Capstan.Commands;

/// <summary>The databases of a status for people: a table of databases and one of workers.</summary>
internal static class DatabaseText
{
    /// <summary>Writes both.</summary>
    public static void Write(StackStatus status, DateTimeOffset now, CliConsole console)
    {
        console.Out.WriteLine();
        Databases(status).Write(console);
        console.Out.WriteLine();
        Workers(status, now).Write(console);
    }

    private static TextTable Databases(StackStatus status)
    {
        var table = new TextTable("Database", "Leader", "Epoch", "Followers", "Wanted", "Position", "Reads/s", "Writes/s", "Waiting", "Errors", "API");
        foreach (var database in status.Databases)
        {
            table.Add(
                database.Name,
                database.Leader is { } slot ? $"slot {slot}" : "none",
                Number(database.Epoch),
                Number(database.ReadyFollowers),
                Number(database.Followers),
                Number(database.Position),
                Humane.Rate(database.ReadsPerSecond),
                Humane.Rate(database.WritesPerSecond),
                Number(database.ReadDepth + database.WriteDepth + database.DeadDepth),
                Number(database.Errors),
                database.Address);
        }

        return table;
    }

    private static TextTable Workers(StackStatus status, DateTimeOffset now)
    {
        var table = new TextTable("Worker", "Role", "Runs as", "State", "For", "Applied", "Behind", "Detail");
        foreach (var database in status.Databases)
        {
            foreach (var worker in database.Workers)
            {
                table.Add(
                    $"{database.Name}/{worker.Slot}", worker.Role ?? "-", worker.Pid is { } pid ? $"pid {pid}" : "-", worker.State, Humane.Span(now - worker.Since),
                    worker.Applied is { } applied ? Number(applied) : "-", worker.Lag is { } lag ? Number(lag) : "-", worker.Detail ?? "");
            }
        }

        return table;
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
