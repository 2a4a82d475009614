using Capstan.Database.Api.Bodies;
using Capstan.Database.Api.Requests;
using Capstan.Database.Api.Schemas;
using Capstan.Database.Reading;
using Capstan.Database.Statements;
using Microsoft.AspNetCore.Http;

namespace Capstan.Database.Api.Classic;

/// <summary><c>db/read</c>, <c>db/write</c> and <c>db/clear</c>.</summary>
internal sealed class ClassicEndpoints(DatabaseFront front, SchemaCache schema)
{
    private static readonly byte[] Done = "{}"u8.ToArray();

    /// <summary><c>POST /api/v1/db/read</c>: the rows, or 204.</summary>
    public async Task ReadAsync(HttpContext context)
    {
        var cancellation = context.RequestAborted;
        using var body = await RequestBody.ReadObjectAsync(context.Request, cancellation);
        var wanted = ClassicRead.Parse(body.RootElement);
        var floor = ReadFloor.OwnWrites(front.Positions, RequestHeaders.Position(context.Request));
        var statement = await schema.CompileAsync(wanted.Compile, cancellation);
        var outcome = await front.ReadAsync(
            new ReadQuery
            {
                Statements = [statement],
                Level = floor.Level,
                MinLsn = floor.Lsn,
                Shape = RowShape.Objects,
                MaxRows = ApiLimits.ClassicRows,
            },
            cancellation);
        if (outcome is { Problem: null, Answer: { } answer } && front.Positions.Highest is null)
            front.Positions.Raise(answer.Lsn);
        await RowsAsync(context, outcome);
    }

    /// <summary><c>POST /api/v1/db/write</c>: an insert, an update or a delete.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadObjectAsync(context.Request, context.RequestAborted);
        var wanted = ClassicWrite.Parse(body.RootElement);
        var statement = await schema.CompileAsync(wanted.Compile, context.RequestAborted);
        await WriteAsync(context, new Operation { Statements = [statement] });
    }

    /// <summary><c>POST /api/v1/db/clear</c>: empties all user tables. A body is not looked at.</summary>
    public Task ClearAsync(HttpContext context) => WriteAsync(context, new Operation { Kind = OperationKind.Clear });

    private async Task WriteAsync(HttpContext context, Operation operation)
    {
        var request = context.Request;
        var outcome = await front.WriteAsync(operation, RequestHeaders.Key(request), RequestHeaders.Deadline(request));
        if (outcome.Answer is { } answer)
            ApiAnswer.Show(context, answer.Lsn);
        await (outcome.Problem is null ? ApiAnswer.JsonAsync(context, Done) : RefuseAsync(context, outcome));
    }

    private async Task RowsAsync(HttpContext context, Outcome outcome)
    {
        if (outcome.Answer is { } shown)
            ApiAnswer.Show(context, shown.Lsn);
        if (outcome.Problem is not null)
        {
            await RefuseAsync(context, outcome);
            return;
        }

        var rows = ObjectsAnswer.Rows(outcome.Answer!.Body);
        if (rows.IsEmpty)
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        else
            await ApiAnswer.JsonAsync(context, rows);
    }

    // The classic contract knows one status for everything that the caller got wrong.
    private Task RefuseAsync(HttpContext context, Outcome outcome)
    {
        var problem = outcome.Problem!;
        if (outcome.Answer?.Code == AnswerCode.InvalidSql)
            schema.Changed();
        var isCallers = problem.Status is StatusCodes.Status409Conflict or StatusCodes.Status403Forbidden;
        return (isCallers ? problem with { Status = StatusCodes.Status400BadRequest } : problem).SendAsync(context);
    }
}
