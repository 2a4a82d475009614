using System.CommandLine;
using Capstan.Screens;

namespace Capstan.Commands;

/// <summary><c>capstan up</c>: runs a stack until it is stopped, here or in the background.</summary>
internal static class UpCommand
{
    /// <summary>The command.</summary>
    public static Command Build(CliContext context, StackOptions root)
    {
        var detach = new Option<bool>("--detach", "-d") { Description = "Run in the background; return when everything is ready." };
        var timeout = NumberOption.Timeout("With --detach: seconds until everything must be ready.");
        var set = SetOption();
        var command = new Command("up", "Run the stack.") { detach, timeout, set };
        var stack = new StackOptions(command, root);
        command.SetAction((parsed, cancellationToken) =>
        {
            IReadOnlyList<string> overrides = parsed.GetValue(set) ?? [];
            return stack.Locate(parsed, context, overrides) is not { } place ? Task.FromResult(ExitCodes.Usage)
                : parsed.GetValue(detach) ? new Detach(place, context).RunAsync(overrides, TimeSpan.FromSeconds(parsed.GetValue(timeout)), cancellationToken)
                : RunAsync(place, overrides, context);
        });
        return command;
    }

    /// <summary>The option <c>--set</c>.</summary>
    public static Option<string[]> SetOption() => new("--set")
    {
        Description = "Override a value of the stack file, for example databases.main.scale.window=5s. May be repeated.",
        HelpName = "PATH=VALUE",
    };

    /// <summary>Says that the stack runs already.</summary>
    public static int AlreadyRunning(StackPlace place, int pid, CliContext context)
    {
        context.Console.Error.WriteLine(
            $"capstan: the stack '{place.Name}' runs already (pid {pid}); take over a changed file with: {Invitations.Line(place, context, "reload")}");
        return ExitCodes.AlreadyRunning;
    }

    private static async Task<int> RunAsync(StackPlace place, IReadOnlyList<string> set, CliContext context)
    {
        if (RunningStackFinder.Find(place.StateFolder) is { } running)
            return AlreadyRunning(place, running.Pid, context);
        if (StackCheck.Read(place, set, context) is not { } run)
            return ExitCodes.Usage;

        var began = context.Time.GetTimestamp();
        var screen = new RunScreen(place, context);
        using var signals = new UpSignals(context, screen);
        var outcome = await context.Runner().RunAsync(run, screen, signals.Signals);
        await screen.DisposeAsync();
        if (outcome.Message is { } message)
            await context.Console.Error.WriteLineAsync("capstan: " + message);
        else if (context.Console.IsTerminal)
            await context.Console.Out.WriteLineAsync($"Stack '{place.Name}' ended after {Humane.Span(context.Time.GetElapsedTime(began))}.");
        return signals.Signals.AtOnce.IsCancellationRequested ? ExitCodes.Interrupted : outcome.ExitCode;
    }
}
