using Capstan.Database.Api.Access;
using Capstan.Database.Api.Bodies;
using Capstan.Database.Api.Requests;
using Capstan.Database.Api.Schemas;
using Capstan.Database.Statements;
using Microsoft.AspNetCore.Http;

namespace Capstan.Database.Api.Modern;

/// <summary><c>POST /v1/execute</c>: SQL that changes something, all statements or none.</summary>
internal sealed class ExecuteEndpoint(DatabaseFront front, SchemaCache schema)
{
    private static readonly string[] DefiningWords = ["create", "drop", "alter"];

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        using var document = await RequestBody.ReadObjectAsync(request, context.RequestAborted);
        var operation = new Operation
        {
            Statements = StatementsBody.Parse(document.RootElement, mayExpect: true),
            MayDefine = context.Features.Get<Caller>() is { Right: AccessRight.Admin },
        };
        var outcome = await front.WriteAsync(operation, RequestHeaders.Key(request), RequestHeaders.Deadline(request));
        if (operation.MayDefine && operation.Statements.Any(MayDefine))
            schema.Changed();
        if (outcome.Answer is { } answer)
            ApiAnswer.Show(context, answer.Lsn);
        await (outcome.Problem?.SendAsync(context)
            ?? ResultsAnswer.SendAsync(context, outcome.Answer!, json => json.WriteString("requestId", outcome.Request!.Value.Value)));
    }

    // Too often costs one read of the schema, never a wrong answer.
    private static bool MayDefine(SqlStatement statement) =>
        DefiningWords.Any(word => statement.Sql.Contains(word, StringComparison.OrdinalIgnoreCase));
}
