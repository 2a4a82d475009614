using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Capstan.Commands.Databases;
using Capstan.Commands.Drills;

namespace Capstan.Commands;

/// <summary>The command line as a whole.</summary>
public static class CapstanProgram
{
    private const string Summary = """
        Runs services behind a gateway that balances, heals and scales them, and replicated databases.

        Exit codes: 0 done, 1 failed, 2 wrong command line or stack file, 3 the stack is not running,
        4 it runs already, 5 not ready in time, 130 interrupted.
        """;

    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CliContext context, CancellationToken cancellationToken)
    {
        var parsed = Build(context).Parse(args);
        try
        {
            if (parsed.Action is ParseErrorAction)
                return Misused(parsed, context);
            var writers = new InvocationConfiguration
            {
                Output = context.Console.Out,
                Error = context.Console.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(writers, cancellationToken);
        }
        catch (AdminException refused)
        {
            foreach (var fault in refused.Faults)
                await context.Console.Error.WriteLineAsync(fault);
            await context.Console.Error.WriteLineAsync("capstan: " + refused.Message);
            return ExitCodes.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        catch (BrokenPipeException)
        {
            // Whoever read the output has seen enough.
            return ExitCodes.Ok;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await context.Console.Error.WriteLineAsync("capstan: " + fault.Message);
            return ExitCodes.Failed;
        }
    }

    private static RootCommand Build(CliContext context)
    {
        var root = new RootCommand(Summary);
        var stack = new StackOptions(root, null);
        root.Subcommands.Add(UpCommand.Build(context, stack));
        root.Subcommands.Add(DownCommand.Build(context, stack));
        root.Subcommands.Add(StatusCommand.Build(context, stack));
        root.Subcommands.Add(LogsCommand.Build(context, stack));
        root.Subcommands.Add(EventsCommand.Build(context, stack));
        root.Subcommands.Add(ScaleCommand.Build(context, stack));
        root.Subcommands.Add(DatabaseCommand.Build(context, stack));
        root.Subcommands.Add(DrillCommand.Build(context, stack));
        root.Subcommands.Add(CheckCommand.Build(context, stack));
        root.Subcommands.Add(ReloadCommand.Build(context, stack));
        root.Subcommands.Add(VersionCommand.Build(context));
        ExampleHelp.AddTo(root);
        return root;
    }

    private static int Misused(ParseResult parsed, CliContext context)
    {
        // A word that is not known is the whole trouble; that a command is then missing, too, says nothing more.
        var unknown = parsed.Errors.Where(error => parsed.UnmatchedTokens.Any(word => error.Message.Contains($"'{word}'", StringComparison.Ordinal))).ToList();
        foreach (var error in unknown.Count > 0 ? unknown : parsed.Errors)
            context.Console.Error.WriteLine("capstan: " + error.Message);
        if (unknown.Count > 0 && parsed.CommandResult.Command.Name == EventsCommand.Name && parsed.Tokens.Any(token => token.Value == "-f"))
            context.Console.Error.WriteLine($"Here -f means --follow. Name the stack file with --file: capstan events --file {parsed.UnmatchedTokens[0]}");
        var words = new List<string>();
        for (var command = parsed.CommandResult; command is not null; command = command.Parent as CommandResult)
            words.Insert(0, command.Command is RootCommand ? "capstan" : command.Command.Name);
        context.Console.Error.WriteLine($"See: {string.Join(" ", words)} --help");
        return ExitCodes.Usage;
    }
}
