using System.CommandLine;
using System.Globalization;

namespace Capstan.Commands;

/// <summary><c>capstan scale</c>: sets the number of replicas by hand.</summary>
internal static class ScaleCommand
{
    /// <summary>The command.</summary>
    public static Command Build(CliContext context, StackOptions root)
    {
        var wanted = new Argument<string[]>("SERVICE=N") { Description = "Service and number of replicas.", Arity = ArgumentArity.OneOrMore };
        wanted.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => Parse(token.Value) is null))
                result.AddError($"'{token.Value}' is not of the form SERVICE=N, for example acts=3.");
        });
        var command = new Command("scale", "Set the number of replicas of a service; a scaling rule goes on from there.") { wanted };
        var stack = new StackOptions(command, root);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (stack.Locate(parsed, context) is not { } place)
                return ExitCodes.Usage;
            using var client = RunningStackFinder.Connect(place, context);
            if (client is null)
                return ExitCodes.NotRunning;
            foreach (var (service, number) in parsed.GetValue(wanted)!.Select(word => Parse(word)!.Value))
            {
                await client.ScaleAsync(service, number, cancellationToken);
                await context.Console.Out.WriteLineAsync($"{service}: {Humane.Count(number, "replica")} wanted");
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static (string Service, int Wanted)? Parse(string word) =>
        word.LastIndexOf('=') is var at and > 0 && int.TryParse(word.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (word[..at], number)
            : null;
}
