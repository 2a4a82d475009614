using Capstan.Database.Api.Bodies;
using Capstan.Database.Api.Requests;
using Capstan.Database.Reading;
using Microsoft.AspNetCore.Http;

namespace Capstan.Database.Api.Modern;

/// <summary><c>POST /v1/query</c>: read-only SQL, all statements on one state.</summary>
internal sealed class QueryEndpoint(DatabaseFront front, TimeSpan maxStaleness)
{
    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        using var document = await RequestBody.ReadObjectAsync(context.Request, context.RequestAborted);
        var body = QueryBody.Parse(document.RootElement);
        var seen = RequestHeaders.Position(context.Request);
        var level = body.Level ?? (seen is null || body.MaxStaleness is not null ? ReadLevel.Any : ReadLevel.Session);
        var floor = ReadFloor.Of(front.Positions, level, seen, body.MaxStaleness ?? maxStaleness);
        var query = new ReadQuery { Statements = body.Statements, Level = floor.Level, MinLsn = floor.Lsn, Shape = body.Shape };
        var outcome = await front.ReadAsync(query, context.RequestAborted);
        if (outcome.Answer is { } answer)
            ApiAnswer.Show(context, answer.Lsn);
        await (outcome.Problem?.SendAsync(context) ?? ResultsAnswer.SendAsync(context, outcome.Answer!, json => json.WriteString("level", NameOf(level))));
    }

    private static string NameOf(ReadLevel level) => level switch
    {
        ReadLevel.Linear => "linear",
        ReadLevel.Session => "session",
        _ => "any",
    };
}
