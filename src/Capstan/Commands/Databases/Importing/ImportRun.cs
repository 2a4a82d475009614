using System.Text.RegularExpressions;
using Capstan.Client;
using Capstan.Commands.Databases.Transfers;
using Capstan.Sqlite;

namespace Capstan.Commands.Databases.Importing;

/// <summary>One import: makes rows of the file, sends them, tells what came of it.</summary>
internal sealed partial class ImportRun(DatabaseDoor door, ImportRequest request, CliContext context)
{
    /// <summary>Does it.</summary>
    /// <exception cref="ImportException">The file cannot be imported; nothing was sent, or all of it was refused.</exception>
    /// <exception cref="DatabaseException">The database refused for another reason, or did not answer.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var length = new FileInfo(request.File).Length;
        var target = await TargetSchema.ReadAsync(door.Client, cancellationToken);
        using var scratch = new Scratch();
        PreparedImport prepared;
        using (var line = new TransferLine(context, "reading", length))
            prepared = await Task.Run(() => Prepare(scratch, target, line, cancellationToken), cancellationToken);
        scratch.Close();
        var done = await SendAsync(scratch, prepared, cancellationToken);
        await TellAsync(done);
        return ExitCodes.Ok;
    }

    private PreparedImport Prepare(Scratch scratch, TargetSchema target, IProgress<long> progress, CancellationToken cancellationToken)
    {
        try
        {
            return Fill(scratch, target, progress, cancellationToken);
        }
        catch (SqliteException fault)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ImportException($"{request.File} cannot be imported: {fault.Message}.");
        }
    }

    private PreparedImport Fill(Scratch scratch, TargetSchema target, IProgress<long> progress, CancellationToken cancellationToken) => request.Form switch
    {
        ImportForm.Csv => new CsvImport(request.File, request.Table ?? Path.GetFileNameWithoutExtension(request.File), request.Csv, request.MayCreate, request.Types)
            .Fill(scratch, target, progress, cancellationToken),
        ImportForm.Script => new ScriptImport(request.File).Fill(scratch, target, progress, cancellationToken),
        _ => new FileImport(request.File, request.Table, request.MayCreate).Fill(scratch, target, progress, cancellationToken),
    };

    private async Task<ImportAnswer> SendAsync(Scratch scratch, PreparedImport prepared, CancellationToken cancellationToken)
    {
        await using var content = new FileStream(scratch.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        using var line = new TransferLine(context, "uploading", after: "being applied");
        try
        {
            return await door.Client.ImportAsync(
                content, content.Length, new ImportOptions { Key = request.Key, MayCreate = prepared.MayCreate }, line, cancellationToken);
        }
        catch (DatabaseException refused) when (RowOf().Match(refused.Message) is { Success: true } place
            && prepared.LineOf(place.Groups["table"].Value, long.Parse(place.Groups["row"].Value)) is { } at)
        {
            throw new ImportException($"{request.File} was refused: {DatabaseFault.Sentence(refused)}", [$"line {at}: {refused.Message[place.Index..]}"]);
        }
    }

    private Task TellAsync(ImportAnswer done) => request.AsJson
        ? ResultJson.WriteAsync(context, json =>
        {
            json.WriteString("database", door.Name);
            json.WriteNumber("position", done.Position);
            json.WriteString("requestId", done.RequestId);
            json.WriteString("digest", done.Digest);
            json.WriteStartArray("tables");
            foreach (var table in done.Tables)
            {
                json.WriteStartObject();
                json.WriteString("table", table.Table);
                json.WriteNumber("rows", table.Rows);
                json.WriteBoolean("created", table.IsNew);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        })
        : context.Console.Out.WriteLineAsync(Text(done));

    private string Text(ImportAnswer done)
    {
        var tables = done.Tables.Select(table => $"{Humane.Count(table.Rows, "row")} {(table.IsNew ? "in the new table" : "added to")} {table.Table}");
        return $"{door.Name}: {(done.Tables.Count == 0 ? "nothing to add" : string.Join(", ", tables))} at position {done.Position}";
    }

    // As the database names the first row that it refuses (docs/database-api.md, Import).
    [GeneratedRegex(@"Table (?<table>.+?), row (?<row>\d+): ", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex RowOf();
}
