using System.CommandLine;
using System.Text.Json;
using Capstan.Screens;

namespace Capstan.Commands.Databases.Overview;

/// <summary><c>capstan db status</c>: one database now, as tables, as JSON, or as a screen that follows it.</summary>
internal static class DatabaseStatusCommand
{
    private static readonly string[] Examples = ["capstan db status", "capstan db status --watch", "capstan db status --database main --json"];

    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(1);

    // Whoever looks wants to know that nobody answers.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The command.</summary>
    public static Command Build(CliContext context, StackOptions root)
    {
        var json = new Option<bool>("--json") { Description = "Print everything as one line of JSON (its shape is in docs/cli.md)." };
        var watch = new Option<bool>("--watch", "-w") { Description = "Go on until Ctrl-C: a screen in a terminal, one status a second elsewhere." };
        var command = new ExampleCommand("status", "Show who leads, the workers and how far they are, queues, log and snapshots, and what is wrong.", Examples) { json, watch };
        var choice = new DatabaseChoice(command, root, context);
        command.SetAction((parsed, cancellationToken) => DatabaseDoor.UseAsync(
            choice, parsed, context,
            door => parsed.GetValue(watch)
                ? WatchToTheEndAsync(door, parsed.GetValue(json), context, cancellationToken)
                : ShowAsync(door, parsed.GetValue(json), context, cancellationToken),
            cancellationToken, options => options with { Deadline = Patience, Attempt = Patience }));
        return command;
    }

    private static async Task<int> ShowAsync(DatabaseDoor door, bool asJson, CliContext context, CancellationToken cancellationToken)
    {
        Write(await OverviewMaker.AskAsync(door, cancellationToken), asJson, context.Console, context);
        return ExitCodes.Ok;
    }

    private static void Write(DatabaseOverview now, bool asJson, CliConsole console, CliContext context)
    {
        if (asJson)
            console.Out.WriteLine(JsonSerializer.Serialize(now, OverviewJson.Default.DatabaseOverview));
        else
            OverviewText.Write(now, context.Time.GetUtcNow(), console);
        console.Out.Flush();
    }

    private static async Task<int> WatchToTheEndAsync(DatabaseDoor door, bool asJson, CliContext context, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var handling = context.Signals.Handle(_ => end.Cancel());
        try
        {
            await WatchAsync(door, asJson, context, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        catch (AdminException) when (door.Place is { } place && RunningStackFinder.Find(place.StateFolder) is null)
        {
            await context.Console.Error.WriteLineAsync($"capstan: the stack '{place.Name}' has ended; see why with: {Invitations.Line(place, context, "events")}");
            return ExitCodes.NotRunning;
        }

        return ExitCodes.Ok;
    }

    private static async Task WatchAsync(DatabaseDoor door, bool asJson, CliContext context, CancellationToken cancellationToken)
    {
        using var painter = context.Console.IsTerminal && !asJson ? new ScreenPainter(context.Console) : null;
        using var timer = new PeriodicTimer(Refresh, context.Time);
        do
        {
            var now = await OverviewMaker.AskAsync(door, cancellationToken);
            if (painter is null)
                Write(now, asJson, context.Console, context);
            else
                painter.Paint(Lines(now, context));
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private static List<ScreenLine> Lines(DatabaseOverview now, CliContext context)
    {
        using var text = new StringWriter();
        OverviewText.Write(now, context.Time.GetUtcNow(), context.Console with { Out = text, IsTerminal = false });
        return [.. text.ToString().Split('\n').Take(context.Console.Size().Height - 1).Select(line => new ScreenLine().Add(line)),
            new ScreenLine().Add("Ctrl-C ends this screen; the stack runs on", Tone.Dim)];
    }
}
