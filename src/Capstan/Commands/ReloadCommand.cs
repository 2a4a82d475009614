using System.CommandLine;
using Capstan.Admin;

namespace Capstan.Commands;

/// <summary><c>capstan reload</c>: makes a running stack take over its changed file.</summary>
internal static class ReloadCommand
{
    /// <summary>The command.</summary>
    public static Command Build(CliContext context, StackOptions root)
    {
        var set = UpCommand.SetOption();
        var command = new Command("reload", "Take over a changed stack file without stopping; nothing changes when any part of it is wrong.") { set };
        var stack = new StackOptions(command, root);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var overrides = parsed.GetValue(set) is { Length: > 0 } given ? given : null;
            if (stack.Locate(parsed, context, overrides) is not { } place)
                return ExitCodes.Usage;
            using var client = RunningStackFinder.Connect(place, context);
            if (client is null)
                return ExitCodes.NotRunning;
            try
            {
                var outcome = await client.ReloadAsync(new ReloadRequest(place.File, overrides), cancellationToken);
                foreach (var line in outcome.Lines.DefaultIfEmpty("Nothing changed."))
                    await context.Console.Out.WriteLineAsync(line);
                return ExitCodes.Ok;
            }
            catch (AdminException refused) when (refused.Faults.Count > 0)
            {
                foreach (var fault in refused.Faults)
                    await context.Console.Error.WriteLineAsync(fault);
                await context.Console.Error.WriteLineAsync("capstan: " + refused.Message);
                return ExitCodes.Usage;
            }
        });
        return command;
    }
}
