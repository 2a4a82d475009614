using System.CommandLine;
using Capstan.Admin;
using Capstan.Hosting.Databases;
using Capstan.StackFiles;

namespace Capstan.Commands;

/// <summary><c>capstan check</c>: validates a stack file and shows the plan; starts nothing.</summary>
internal static class CheckCommand
{
    /// <summary>The command.</summary>
    public static Command Build(CliContext context, StackOptions root)
    {
        var set = UpCommand.SetOption();
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var offline = new Option<bool>("--offline") { Description = "Do not try the servers that databases run on." };
        var command = new Command("check", "Validate the stack file, try the servers that databases run on, and show the plan; start nothing.") { set, json, offline };
        var stack = new StackOptions(command, root);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var choice = StackFileLocator.Locate(stack.File(parsed), context.CurrentFolder, context.Environment);
            if (choice.File is not { } file)
            {
                await context.Console.Error.WriteLineAsync("capstan: " + choice.Fault);
                return ExitCodes.Usage;
            }

            IReadOnlyList<string> overrides = parsed.GetValue(set) ?? [];
            var reading = StackFileReader.ReadFile(file, overrides, context.Environment);
            var asJson = parsed.GetValue(json);
            if (reading.Spec is not { } spec)
            {
                await (asJson ? CheckJson.WriteAsync(context.Console.Out, file, reading, null, [])
                    : context.Console.Error.WriteAsync(StackFaultText.Render(reading.Faults, context.CurrentFolder)));
                return ExitCodes.Usage;
            }

            var state = StackStateFolder.Of(stack.State(parsed), context.CurrentFolder, file, spec.Name, context.Environment);
            var changes = await ChangesAsync(new StackPlace(file, choice.IsDemo, spec.Name, state), overrides, cancellationToken);
            var servers = parsed.GetValue(offline) ? [] : await ServerTrial.RunAsync(spec, context.Time, cancellationToken);
            if (asJson)
            {
                await CheckJson.WriteAsync(context.Console.Out, file, reading, changes, servers);
            }
            else
            {
                Write(file, spec, changes, context);
                ServerTrial.Write(servers, context.Console.Error);
            }

            if (SqliteNeed.Fault(spec) is { } noSqlite)
            {
                await context.Console.Error.WriteLineAsync("capstan: " + noSqlite);
                return ExitCodes.Failed;
            }

            return changes is { Accepted: false } ? ExitCodes.Usage : servers.Any(server => !server.IsHint) ? ExitCodes.Failed : ExitCodes.Ok;
        });
        return command;
    }

    private static void Write(string file, Core.Stacks.StackSpec spec, Control.ReloadOutcome? changes, CliContext context)
    {
        var console = context.Console;
        console.Out.WriteLine($"{Path.GetRelativePath(context.CurrentFolder, file)} is a valid stack file.");
        PlanText.Write(spec, console);
        if (changes is null)
            return;
        console.Out.WriteLine();
        console.Out.WriteLine(
            !changes.Accepted ? "The stack is running and could not take this over without a restart:"
            : changes.Lines.Count == 0 ? "The stack is running and nothing would change."
            : "The stack is running; a reload would do this:");
        foreach (var line in changes.Lines)
            console.Out.WriteLine("  " + line);
    }

    /// <summary>What a reload would do; null when the stack does not run.</summary>
    private static async Task<Control.ReloadOutcome?> ChangesAsync(StackPlace place, IReadOnlyList<string> set, CancellationToken cancellationToken)
    {
        if (RunningStackFinder.Find(place.StateFolder) is not { } record || AdminToken.Load(place.StateFolder) is not { } token)
            return null;
        using var client = new AdminClient(record, token);
        try
        {
            return await client.ReloadAsync(new ReloadRequest(place.File, set, Preview: true), cancellationToken);
        }
        catch (AdminException refused) when (refused.Faults.Count > 0)
        {
            return new Control.ReloadOutcome(false, refused.Faults);
        }
    }
}
