using System.CommandLine;
using Capstan.Commands.Databases.Importing;
using Capstan.Commands.Databases.Transfers;

namespace Capstan.Commands.Databases;

/// <summary><c>capstan db import</c>: adds the rows of a file to a database, all of them or none.</summary>
internal static class ImportCommand
{
    private const string Summary = """
        Add the rows of a .csv, .sql or .db file to the database: all of them at once, or none.

        A .csv is for one table (its name, unless --table says otherwise); a .sql is a script that adds rows, such as a dump of the
        sqlite3 shell, and may create tables; a .db is a SQLite file.
        """;

    /// <summary>The command.</summary>
    public static Command Build(CliContext context, StackOptions root)
    {
        var options = new ImportOptionSet();
        var command = new Command("import", Summary);
        options.AddTo(command);
        var choice = new DatabaseChoice(command, root, context);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = options.Read(parsed, context);
            try
            {
                return await Interruptible.RunAsync(
                    context,
                    token => DatabaseDoor.UseAsync(choice, parsed, context, door => new ImportRun(door, request, context).RunAsync(token), token),
                    () => $"a file that had arrived is imported all the same. Run it again with --key {request.Key}: it is done once.", cancellationToken);
            }
            catch (ImportException fault)
            {
                foreach (var place in fault.Details)
                    await context.Console.Error.WriteLineAsync(place);
                await context.Console.Error.WriteLineAsync($"capstan: {fault.Message}{(fault.Message.EndsWith('.') ? "" : ".")} Nothing was changed.");
                return ExitCodes.Failed;
            }
        });
        return command;
    }
}
