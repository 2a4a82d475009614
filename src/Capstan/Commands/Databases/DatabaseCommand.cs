using System.CommandLine;
using Capstan.Commands.Databases.Overview;
using Capstan.Commands.Databases.Shell;

namespace Capstan.Commands.Databases;

/// <summary><c>capstan db</c>: everything about a database beside its scaling.</summary>
internal static class DatabaseCommand
{
    /// <summary>The command.</summary>
    public static Command Build(CliContext context, StackOptions root)
    {
        var command = new Command("db", "Work on a database of the stack.");
        command.Subcommands.Add(DatabaseStatusCommand.Build(context, root));
        command.Subcommands.Add(ShellCommand.Build(context, root));
        command.Subcommands.Add(BackupCommand.Build(context, root));
        command.Subcommands.Add(RestoreCommand.Build(context, root));
        command.Subcommands.Add(ImportCommand.Build(context, root));
        command.Subcommands.Add(ForceLeaderCommand.Build(context, root));
        return command;
    }
}
