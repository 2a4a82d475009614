using System.CommandLine;
using Capstan.Containers;
using Capstan.Containers.Processes;

namespace Capstan.Commands;

/// <summary><c>capstan logs</c>: what replicas and workers wrote.</summary>
internal static class LogsCommand
{
    /// <summary>The command.</summary>
    public static Command Build(CliContext context, StackOptions root)
    {
        var service = new Argument<string?>("SERVICE") { Description = "Only this service or database.", Arity = ArgumentArity.ZeroOrOne };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with new lines until Ctrl-C." };
        var tail = NumberOption.Create("--tail", ["-n"], "Newest lines of each replica to begin with.", "N", 0, int.MaxValue, 100);
        var command = new Command("logs", "Show what replicas and workers wrote.") { service, follow, tail };
        var stack = new StackOptions(command, root, shortName: false);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (stack.Locate(parsed, context) is not { } place)
                return ExitCodes.Usage;
            var (name, lines, goOn) = (parsed.GetValue(service), parsed.GetValue(tail), parsed.GetValue(follow));
            if (!goOn && RunningStackFinder.Find(place.StateFolder) is null && await ReadKeptAsync(place, name, lines, context, cancellationToken))
                return ExitCodes.Ok;
            using var client = RunningStackFinder.Connect(place, context);
            if (client is null)
                return ExitCodes.NotRunning;
            await foreach (var entry in client.LogsAsync(name, lines, goOn, cancellationToken))
                Say(entry.Service, entry.Slot, entry.Text, context);
            return ExitCodes.Ok;
        });
        return command;
    }

    // The last words of a stack that has ended tell why. Child processes left them in files; those of containers went with them.
    private static async Task<bool> ReadKeptAsync(StackPlace place, string? service, int tail, CliContext context, CancellationToken cancellationToken)
    {
        var any = false;
        await foreach (var line in new ProcessLogs(place.StateFolder, context.Time).ReadAsync(new LogQuery(service, tail), cancellationToken))
        {
            Say(line.Replica.Service, line.Replica.Slot, line.Text, context);
            any = true;
        }

        return any;
    }

    private static void Say(string service, int slot, string text, CliContext context)
    {
        context.Console.Out.WriteLine($"{service}/{slot} | {text}");
        context.Console.Out.Flush();
    }
}
