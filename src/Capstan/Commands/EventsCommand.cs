using System.CommandLine;
using System.Text;
using Capstan.Events;
using Capstan.Screens;

namespace Capstan.Commands;

/// <summary><c>capstan events</c>: what happened and why, also after the stack has ended.</summary>
internal static class EventsCommand
{
    /// <summary>Its name on the command line.</summary>
    public const string Name = "events";

    private const int Newest = 100;

    /// <summary>The command.</summary>
    public static Command Build(CliContext context, StackOptions root)
    {
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with new events until Ctrl-C." };
        var json = new Option<bool>("--json") { Description = "One JSON object a line." };
        var after = new Option<long?>("--after") { Description = "Only events with higher ids. Default: the newest 100.", HelpName = "ID" };
        var command = new Command(Name, "Show what happened and why.") { follow, json, after };
        var stack = new StackOptions(command, root, shortName: false);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (stack.Locate(parsed, context) is not { } place)
                return ExitCodes.Usage;
            var show = new Shown(context, parsed.GetValue(json));
            return parsed.GetValue(follow)
                ? await FollowAsync(place, parsed.GetValue(after), show, context, cancellationToken)
                : await ReadAsync(place, parsed.GetValue(after), show, cancellationToken);
        });
        return command;
    }

    // The files hold everything and need no running stack: they tell also why one has ended.
    private static async Task<int> ReadAsync(StackPlace place, long? after, Shown show, CancellationToken cancellationToken)
    {
        if (after is { } id)
        {
            await foreach (var happened in EventReader.ReadAsync(place.StateFolder, id, cancellationToken))
                show.Say(happened);
            return ExitCodes.Ok;
        }

        foreach (var happened in EventReader.Newest(place.StateFolder, Newest))
            show.Say(happened);
        return ExitCodes.Ok;
    }

    private static async Task<int> FollowAsync(StackPlace place, long? after, Shown show, CliContext context, CancellationToken cancellationToken)
    {
        using var client = RunningStackFinder.Connect(place, context);
        if (client is null)
            return ExitCodes.NotRunning;
        var from = after ?? Math.Max(0, (EventReader.Newest(place.StateFolder, Newest).FirstOrDefault()?.Id ?? 1) - 1);
        await foreach (var happened in client.FollowEventsAsync(from, cancellationToken))
            show.Say(happened);
        return ExitCodes.Ok;
    }

    private sealed class Shown(CliContext context, bool asJson)
    {
        public void Say(StackEvent happened)
        {
            var console = context.Console;
            var line = EventLine.Of(happened, context.Time.LocalTimeZone);
            console.Out.WriteLine(
                asJson ? Encoding.UTF8.GetString(EventJson.Write(happened))
                : console.UseColor ? line.Colored(int.MaxValue)
                : line.Plain(int.MaxValue));
            console.Out.Flush();
        }
    }
}
