using System.CommandLine;

namespace Capstan.Commands;

/// <summary>The hidden command <c>guard</c>: what the controller starts to keep child processes from outliving it.</summary>
internal static class GuardCommand
{
    /// <summary>The name of the command.</summary>
    public const string Name = "guard";

    /// <summary>The command, so that help and completion know the name; the program itself runs the guard before it parses anything.</summary>
    public static Command Build(CliContext context)
    {
        var words = new Argument<string[]>("WORDS") { Arity = ArgumentArity.ZeroOrMore };
        var command = new Command(Name, "Started by the controller itself.") { words };
        command.Hidden = true;
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(parsed => context.Guard([.. parsed.GetValue(words) ?? [], .. parsed.UnmatchedTokens]));
        return command;
    }
}
