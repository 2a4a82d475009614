using System.Text.Json;
using Samples.Shared;
using Samples.Shared.UserChecks;
using SelfieLess.Store.Acts;

namespace SelfieLess.Acts.Uploading;

/// <summary>Uploading, removing, upvoting and counting acts.</summary>
internal sealed class ActEndpoints(IActStore store, UserDirectory users)
{
    public void Map(WebApplication app)
    {
        app.MapMethods("/api/v1/acts", ("POST", Upload));
        app.MapMethods("/api/v1/acts/{actId}", ("DELETE", Remove));
        app.MapMethods("/api/v1/acts/upvote", ("POST", Upvote));
        app.MapMethods("/api/v1/acts/count", ("GET", Count));
    }

    private async Task Upload(HttpContext context)
    {
        using RequestBody body = await RequestBody.ReadAsync(context);
        if (UploadBody.Read(body) is not { } act)
        {
            await Answers.Refused(context);
            return;
        }

        UserCheck check = await users.CheckAsync(act.Username, context.RequestAborted);
        bool isAdded = check == UserCheck.Known && await store.AddAsync(act, context.RequestAborted);
        await (isAdded ? Answers.Created(context)
            : check == UserCheck.Unanswered ? Answers.Empty(context, StatusCodes.Status503ServiceUnavailable)
            : Answers.Refused(context));
    }

    private async Task Remove(HttpContext context)
    {
        bool isRemoved = ActId.Parse(context.Name()) is { } id && await store.RemoveAsync(id, context.RequestAborted);
        await (isRemoved ? Answers.Done(context) : Answers.Refused(context));
    }

    private async Task Upvote(HttpContext context)
    {
        using RequestBody body = await RequestBody.ReadAsync(context);
        using JsonDocument? json = body.Parse();
        bool isDone = json?.RootElement.Single() is { } value && UploadBody.Id(value) is { } id && await store.UpvoteAsync(id, context.RequestAborted);
        await (isDone ? Answers.Done(context) : Answers.Refused(context));
    }

    private async Task Count(HttpContext context) => await Answers.Number(context, await store.CountAsync(context.RequestAborted));
}
