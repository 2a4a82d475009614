using System.Text.Json;
using Capstan.Database.Api.Bodies;
using Capstan.Database.Api.Requests;
using Capstan.Database.Api.Schemas;
using Capstan.Database.Log;
using Microsoft.AspNetCore.Http;

namespace Capstan.Database.Api.Modern;

/// <summary><c>POST /v1/restore</c>: the user tables become those of a SQLite file, on all workers at one place of the log.</summary>
internal sealed class RestoreEndpoint(DatabaseFront front, SchemaCache schema, FileUpload upload)
{
    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        var (key, deadline) = (RequestHeaders.Key(request), RequestHeaders.Deadline(request));
        var (digest, length) = await upload.TakeAsync(context, "restored from");
        var outcome = await front.WriteAsync(RecordKind.Restore, new RestoreBody(digest, length).Encode(), key, deadline);
        schema.Changed();
        if (outcome.Answer is { } answer)
            ApiAnswer.Show(context, answer.Lsn);
        await (outcome.Problem?.SendAsync(context) ?? DoneAsync(context, outcome, digest));
    }

    private static Task DoneAsync(HttpContext context, Outcome outcome, Digest digest) => ApiAnswer.JsonAsync(
        context,
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["position"] = outcome.Answer!.Lsn.Value,
            ["requestId"] = outcome.Request!.Value.Value,
            ["digest"] = digest.ToString(),
        }));
}
