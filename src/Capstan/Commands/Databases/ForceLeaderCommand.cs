using System.CommandLine;

namespace Capstan.Commands.Databases;

/// <summary><c>capstan db force-leader</c>: goes on although acknowledged writes may be lost.</summary>
internal static class ForceLeaderCommand
{
    /// <summary>The command.</summary>
    public static Command Build(CliContext context, StackOptions root)
    {
        var name = new Argument<string>("NAME") { Description = "Name of the database." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        var command = new Command("force-leader", "Let a worker lead although slots that cannot be asked may hold acknowledged writes, which are lost then.") { name, yes };
        var stack = new StackOptions(command, root);
        name.CompletionSources.Add(completion => DatabaseNames.Of(stack, completion.ParseResult, context));
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (stack.Locate(parsed, context) is not { } place)
                return ExitCodes.Usage;
            using var client = RunningStackFinder.Connect(place, context);
            if (client is null)
                return ExitCodes.NotRunning;
            var database = parsed.GetValue(name)!;
            if (!parsed.GetValue(yes) && !await AgreesAsync(client, database, context, cancellationToken))
            {
                await context.Console.Error.WriteLineAsync("capstan: nothing was changed; --yes answers the question in a script.");
                return ExitCodes.Failed;
            }

            await client.ForceLeaderAsync(database, cancellationToken);
            await context.Console.Out.WriteLineAsync($"{database}: the workers that are there may lead now; 'capstan events' shows who does.");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task<bool> AgreesAsync(AdminClient client, string name, CliContext context, CancellationToken cancellationToken)
    {
        var database = (await client.StatusAsync(cancellationToken)).Databases.FirstOrDefault(known => known.Name == name);
        var missing = database?.Roster.Except(database.Workers.Where(worker => worker.Role is not null).Select(worker => worker.Slot)).ToList() ?? [];
        var output = context.Console.Out;
        await output.WriteLineAsync(missing.Count == 0
            ? $"Acknowledged writes of '{name}' that only a lost log held are gone for good then."
            : $"Acknowledged writes of '{name}' that only {(missing.Count == 1 ? "slot" : "slots")} {string.Join(", ", missing)} may hold are gone for good then.");
        await output.WriteAsync("Go on? [y/N] ");
        await output.FlushAsync(cancellationToken);
        var answer = await context.Console.In.ReadLineAsync(cancellationToken);
        return answer?.Trim() is "y" or "Y" or "yes";
    }
}
