using System.CommandLine;
using System.Globalization;

namespace Capstan.Commands;

/// <summary><c>capstan scale</c>: sets the number of replicas, or of followers of a database, by hand.</summary>
internal static class ScaleCommand
{
    /// <summary>The command.</summary>
    public static Command Build(CliContext context, StackOptions root)
    {
        var wanted = new Argument<string[]>("NAME=N") { Description = "Service and number of replicas, or database and number of followers.", Arity = ArgumentArity.OneOrMore };
        wanted.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => Parse(token.Value) is null))
                result.AddError($"'{token.Value}' is not of the form NAME=N, for example rides=3.");
        });
        var command = new Command("scale", "Set the number of replicas of a service, or of followers of a database; a scaling rule goes on from there.") { wanted };
        var stack = new StackOptions(command, root);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (stack.Locate(parsed, context) is not { } place)
                return ExitCodes.Usage;
            using var client = RunningStackFinder.Connect(place, context);
            if (client is null)
                return ExitCodes.NotRunning;
            var databases = (await client.StatusAsync(cancellationToken)).Databases.Select(database => database.Name).ToHashSet();
            foreach (var (name, number) in parsed.GetValue(wanted)!.Select(word => Parse(word)!.Value))
            {
                var isDatabase = databases.Contains(name);
                await (isDatabase ? client.ScaleDatabaseAsync(name, number, cancellationToken) : client.ScaleAsync(name, number, cancellationToken));
                await context.Console.Out.WriteLineAsync($"{name}: {Humane.Count(number, isDatabase ? "follower" : "replica")} wanted");
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static (string Name, int Wanted)? Parse(string word) =>
        word.LastIndexOf('=') is var at and > 0 && int.TryParse(word.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (word[..at], number)
            : null;
}
