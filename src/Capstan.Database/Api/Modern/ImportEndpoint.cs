using Capstan.Database.Api.Access;
using Capstan.Database.Api.Bodies;
using Capstan.Database.Api.Problems;
using Capstan.Database.Api.Requests;
using Capstan.Database.Api.Schemas;
using Capstan.Database.Log;
using Microsoft.AspNetCore.Http;

namespace Capstan.Database.Api.Modern;

/// <summary>
/// <c>POST /v1/import</c>: the rows of a SQLite file's tables are added to the user tables, on all workers at one place of the log, all or
/// none. With <c>create=true</c>, which takes the admin right, tables that do not exist are made as the file has them.
/// </summary>
internal sealed class ImportEndpoint(DatabaseFront front, SchemaCache schema, FileUpload upload)
{
    private const string Create = "create";

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        var (key, deadline) = (RequestHeaders.Key(request), RequestHeaders.Deadline(request));
        var mayDefine = MayDefine(request);
        if (mayDefine && context.Features.Get<Caller>() is not { Right: AccessRight.Admin })
        {
            await ApiProblem.RightRequired(AccessRight.Admin).SendAsync(context);
            return;
        }

        var (digest, length) = await upload.TakeAsync(context, "imported");
        var outcome = await front.WriteAsync(RecordKind.Import, new ImportBody(digest, length, mayDefine).Encode(), key, deadline);
        if (mayDefine)
            schema.Changed();
        if (outcome.Answer is { } answer)
            ApiAnswer.Show(context, answer.Lsn);
        await (outcome.Problem?.SendAsync(context) ?? ResultsAnswer.SendAsync(context, outcome.Answer!, json =>
        {
            json.WriteString("requestId", outcome.Request!.Value.Value);
            json.WriteString("digest", digest.ToString());
        }));
    }

    private static bool MayDefine(HttpRequest request) => request.Query[Create] switch
    {
        [] => false,
        ["true"] => true,
        ["false"] => false,
        _ => throw new BadRequestException($"The parameter {Create} is true or false, once."),
    };
}
