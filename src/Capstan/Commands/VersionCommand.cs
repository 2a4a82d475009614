using System.CommandLine;
using System.Runtime.InteropServices;

namespace Capstan.Commands;

/// <summary><c>capstan version</c>.</summary>
internal static class VersionCommand
{
    /// <summary>The command.</summary>
    public static Command Build(CliContext context)
    {
        var command = new Command("version", "Show the version.");
        command.SetAction(_ =>
        {
            context.Console.Out.WriteLine($"capstan {ProgramVersion.Text} ({RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier})");
            return ExitCodes.Ok;
        });
        return command;
    }
}
