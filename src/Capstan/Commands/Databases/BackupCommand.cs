using System.CommandLine;
using Capstan.Commands.Databases.Transfers;

namespace Capstan.Commands.Databases;

/// <summary><c>capstan db backup</c>: a consistent copy of a database as one SQLite file.</summary>
internal static class BackupCommand
{
    /// <summary>The command.</summary>
    public static Command Build(CliContext context, StackOptions root)
    {
        var file = new Argument<string>("FILE") { Description = "Where to write the SQLite file." };
        var force = new Option<bool>("--force") { Description = "Replace FILE when it exists." };
        var json = new Option<bool>("--json") { Description = "The result as JSON." };
        var command = new Command("backup", "Copy the database, with every write answered so far, to a SQLite file.") { file, force, json };
        var choice = new DatabaseChoice(command, root, context);
        command.SetAction((parsed, cancellationToken) =>
        {
            var request = new Request(Path.GetFullPath(parsed.GetValue(file)!, context.CurrentFolder), parsed.GetValue(force), parsed.GetValue(json));
            return Interruptible.RunAsync(
                context,
                token => DatabaseDoor.UseAsync(choice, parsed, context, door => RunAsync(door, request, context, token), token),
                () => "nothing was written.", cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(DatabaseDoor door, Request request, CliContext context, CancellationToken cancellationToken)
    {
        if (Directory.Exists(request.File) || (!request.Replaces && File.Exists(request.File)))
        {
            await context.Console.Error.WriteLineAsync(Directory.Exists(request.File)
                ? $"capstan: {request.File} is a folder; name a file in it."
                : $"capstan: {request.File} exists; --force replaces it.");
            return ExitCodes.Failed;
        }

        using var made = new NewFile(request.File);
        long position;
        using (var line = new TransferLine(context, "backing up"))
            position = await door.Client.BackupAsync(made.Content, line, cancellationToken);
        var length = made.Content.Length;
        string digest;
        using (new TransferLine(context, "checking"))
            digest = await made.CheckAsync(cancellationToken);
        made.Keep(request.Replaces);
        await TellAsync(door, request, context, (position, length, digest));
        return ExitCodes.Ok;
    }

    private static Task TellAsync(DatabaseDoor door, Request request, CliContext context, (long Position, long Length, string Digest) made) => request.AsJson
        ? ResultJson.WriteAsync(context, json =>
        {
            json.WriteString("database", door.Name);
            json.WriteString("file", request.File);
            json.WriteNumber("position", made.Position);
            json.WriteNumber("bytes", made.Length);
            json.WriteString("digest", made.Digest);
        })
        : context.Console.Out.WriteLineAsync($"{door.Name}: {Humane.Bytes(made.Length)} at position {made.Position} in {request.File} (SHA-256 {made.Digest})");

    private sealed record Request(string File, bool Replaces, bool AsJson);
}
