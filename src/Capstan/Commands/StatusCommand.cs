using System.CommandLine;
using System.Text.Json;
using Capstan.Admin;
using Capstan.Control;
using Capstan.Screens;

namespace Capstan.Commands;

/// <summary><c>capstan status</c>: the stack now, as a table, as JSON, or as a screen that follows it.</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(1);

    /// <summary>The command.</summary>
    public static Command Build(CliContext context, StackOptions root)
    {
        var json = new Option<bool>("--json") { Description = "Print the whole status as JSON (its shape is in docs/cli.md)." };
        var watch = new Option<bool>("--watch", "-w") { Description = "Go on until Ctrl-C: a screen in a terminal, one status a second elsewhere." };
        var command = new Command("status", "Show services, replicas, traffic and the next scaling decision.") { json, watch };
        var stack = new StackOptions(command, root);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (stack.Locate(parsed, context) is not { } place)
                return ExitCodes.Usage;
            using var client = RunningStackFinder.Connect(place, context);
            if (client is null)
                return ExitCodes.NotRunning;
            var asJson = parsed.GetValue(json);
            if (parsed.GetValue(watch))
                return await WatchToTheEndAsync(client, place, asJson, context, cancellationToken);
            Write(await client.StatusAsync(cancellationToken), asJson, context);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static void Write(StackStatus status, bool asJson, CliContext context)
    {
        var console = context.Console;
        if (asJson)
            console.Out.WriteLine(JsonSerializer.Serialize(status, AdminJson.Default.StackStatus));
        else
            StatusText.Write(status, context.Time.GetUtcNow(), console);
        console.Out.Flush();
    }

    private static async Task<int> WatchToTheEndAsync(AdminClient client, StackPlace place, bool asJson, CliContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await WatchAsync(client, place, asJson, context, cancellationToken);
        }
        catch (AdminException) when (RunningStackFinder.Find(place.StateFolder) is null)
        {
            await context.Console.Error.WriteLineAsync($"capstan: the stack '{place.Name}' has ended; see why with: {Invitations.Line(place, context, "events")}");
            return ExitCodes.NotRunning;
        }
    }

    private static async Task<int> WatchAsync(AdminClient client, StackPlace place, bool asJson, CliContext context, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var handling = context.Signals.Handle(_ => end.Cancel());
        using var painter = context.Console.IsTerminal && !asJson ? new ScreenPainter(context.Console) : null;
        using var timer = new PeriodicTimer(Refresh, context.Time);
        try
        {
            do
            {
                var status = await client.StatusAsync(end.Token);
                if (painter is null)
                {
                    Write(status, asJson, context);
                    continue;
                }

                var events = await client.EventsAsync(0, 20, end.Token);
                painter.Paint(StackScreen.Compose(
                    status, events, Invitations.For(status, place, context), "Ctrl-C ends this screen; the stack runs on",
                    context.Time.GetUtcNow(), context.Time.LocalTimeZone, context.Console.Size().Height));
            }
            while (await timer.WaitForNextTickAsync(end.Token));
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }

        return ExitCodes.Ok;
    }
}
