using System.CommandLine;
using Capstan.Client;
using Capstan.Commands.Databases.Transfers;

namespace Capstan.Commands.Databases;

/// <summary><c>capstan db restore</c>: the tables of a database become those of a file.</summary>
internal static class RestoreCommand
{
    /// <summary>The command.</summary>
    public static Command Build(CliContext context, StackOptions root)
    {
        var file = new Argument<string>("FILE") { Description = "A SQLite file, as 'capstan db backup' writes it." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        var json = new Option<bool>("--json") { Description = "The result as JSON." };
        var key = Key.Option("restore");
        var command = new Command("restore", "Replace all tables of the database by those of a SQLite file, on all workers at once.") { file, yes, key, json };
        var choice = new DatabaseChoice(command, root, context);
        command.SetAction((parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(key) ?? Key.New();
            var request = new Request(Path.GetFullPath(parsed.GetValue(file)!, context.CurrentFolder), parsed.GetValue(yes), parsed.GetValue(json), name);
            return Interruptible.RunAsync(
                context,
                token => DatabaseDoor.UseAsync(choice, parsed, context, door => RunAsync(door, request, context, token), token),
                () => $"a file that had arrived is restored all the same. Run it again with --key {name}: it is done once.", cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(DatabaseDoor door, Request request, CliContext context, CancellationToken cancellationToken)
    {
        await using var content = new FileStream(request.File, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        if (content.Length == 0)
        {
            await context.Console.Error.WriteLineAsync($"capstan: {request.File} is empty; nothing was changed.");
            return ExitCodes.Failed;
        }

        if (!request.IsSure && !await AgreesAsync(door, content.Length, request, context, cancellationToken))
        {
            await context.Console.Error.WriteLineAsync("capstan: nothing was changed; --yes answers the question in a script.");
            return ExitCodes.Failed;
        }

        RestoreAnswer done;
        using (var line = new TransferLine(context, "uploading", after: "being applied"))
            done = await door.Client.RestoreAsync(content, content.Length, new RestoreOptions { Key = request.Key }, line, cancellationToken);
        await TellAsync(door, request, context, content.Length, done);
        return ExitCodes.Ok;
    }

    private static async Task<bool> AgreesAsync(DatabaseDoor door, long length, Request request, CliContext context, CancellationToken cancellationToken)
    {
        var output = context.Console.Out;
        await output.WriteLineAsync($"All tables of '{door.Name}' at {door.Address} are replaced by those of {request.File} ({Humane.Bytes(length)}); what they hold now is gone then.");
        await output.WriteAsync("Go on? [y/N] ");
        await output.FlushAsync(cancellationToken);
        var answer = await context.Console.In.ReadLineAsync(cancellationToken);
        return answer?.Trim() is "y" or "Y" or "yes";
    }

    private static Task TellAsync(DatabaseDoor door, Request request, CliContext context, long length, RestoreAnswer done) => request.AsJson
        ? ResultJson.WriteAsync(context, json =>
        {
            json.WriteString("database", door.Name);
            json.WriteNumber("position", done.Position);
            json.WriteNumber("bytes", length);
            json.WriteString("digest", done.Digest);
            json.WriteString("requestId", done.RequestId);
        })
        : context.Console.Out.WriteLineAsync($"{door.Name}: restored from {request.File} ({Humane.Bytes(length)}) at position {done.Position}");

    private sealed record Request(string File, bool IsSure, bool AsJson, string Key);
}
