using System.Text.Json;
using Samples.Shared;
using Samples.Shared.UserChecks;

namespace RideShare.Rides.Riding;

/// <summary>Offering, joining, showing and removing rides.</summary>
internal sealed class RideEndpoints(RideStore store, UserDirectory users)
{
    public async Task Add(HttpContext context)
    {
        using RequestBody body = await RequestBody.ReadAsync(context);
        if (NewRide.Read(body) is not { } ride)
        {
            await Answers.Refused(context);
            return;
        }

        if (await IsKnownAsync(context, ride.CreatedBy))
        {
            await store.AddAsync(ride, context.RequestAborted);
            await Answers.Created(context);
        }
    }

    public async Task Join(HttpContext context)
    {
        using RequestBody body = await RequestBody.ReadAsync(context);
        using JsonDocument? json = body.Parse();
        if (json?.RootElement.Text("username") is not { Length: > 0 } name)
        {
            await Answers.Refused(context);
            return;
        }

        if (RideId.Parse(context.Name()) is not { } id)
        {
            await Answers.Nothing(context, StatusCodes.Status204NoContent);
            return;
        }

        if (await IsKnownAsync(context, name))
        {
            bool isJoined = await store.JoinAsync(id, name, context.RequestAborted);
            await (isJoined ? Answers.Done(context) : Answers.Nothing(context, StatusCodes.Status204NoContent));
        }
    }

    public async Task Show(HttpContext context)
    {
        Ride? ride = RideId.Parse(context.Name()) is { } id ? await store.FindAsync(id, context.RequestAborted) : null;
        await (ride is not null ? Answers.Json(context, ride.Write) : Answers.Nothing(context, StatusCodes.Status204NoContent));
    }

    public async Task Remove(HttpContext context)
    {
        bool isRemoved = RideId.Parse(context.Name()) is { } id && await store.RemoveAsync(id, context.RequestAborted);
        await (isRemoved ? Answers.Done(context) : Answers.Refused(context));
    }

    /// <summary>Asks Users; when false, the request has its answer.</summary>
    private async Task<bool> IsKnownAsync(HttpContext context, string name)
    {
        UserCheck check = await users.CheckAsync(name, context.RequestAborted);
        if (check == UserCheck.Known)
        {
            return true;
        }

        await Answers.Empty(context, check == UserCheck.Unknown ? StatusCodes.Status400BadRequest : StatusCodes.Status503ServiceUnavailable);
        return false;
    }
}
