using System.CommandLine;

namespace Capstan.Commands;

/// <summary><c>capstan logs</c>: what replicas wrote.</summary>
internal static class LogsCommand
{
    /// <summary>The command.</summary>
    public static Command Build(CliContext context, StackOptions root)
    {
        var service = new Argument<string?>("SERVICE") { Description = "Only this service.", Arity = ArgumentArity.ZeroOrOne };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with new lines until Ctrl-C." };
        var tail = new Option<int>("--tail", "-n") { Description = "Newest lines of each replica to begin with.", HelpName = "N", DefaultValueFactory = _ => 100 };
        tail.Validators.Add(result =>
        {
            if (result.GetValue(tail) < 0)
                result.AddError("--tail must be 0 or more.");
        });
        var command = new Command("logs", "Show what replicas wrote.") { service, follow, tail };
        var stack = new StackOptions(command, root, shortName: false);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (stack.Locate(parsed, context) is not { } place)
                return ExitCodes.Usage;
            using var client = RunningStackFinder.Connect(place, context);
            if (client is null)
                return ExitCodes.NotRunning;
            await foreach (var entry in client.LogsAsync(parsed.GetValue(service), parsed.GetValue(tail), parsed.GetValue(follow), cancellationToken))
            {
                await context.Console.Out.WriteLineAsync($"{entry.Service}/{entry.Slot} | {entry.Text}");
                await context.Console.Out.FlushAsync(cancellationToken);
            }

            return ExitCodes.Ok;
        });
        return command;
    }
}
