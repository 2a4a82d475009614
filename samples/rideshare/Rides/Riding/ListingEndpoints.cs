using System.Text.Json;
using Samples.Shared;
using Samples.Shared.Database;

namespace RideShare.Rides.Riding;

/// <summary>Listing and counting rides. Each costs one read of the database.</summary>
internal sealed class ListingEndpoints(RideStore store, TimeProvider calendar)
{
    public async Task List(HttpContext context)
    {
        if (Asked(context, "source") is not { } source || Asked(context, "destination") is not { } destination)
        {
            await Answers.Refused(context);
            return;
        }

        IReadOnlyList<object?[]> rides = await store.ListAsync(source, destination, calendar.GetUtcNow(), context.RequestAborted);
        await (rides.Count == 0
            ? Answers.Nothing(context, StatusCodes.Status204NoContent)
            : Answers.Json(context, json => Write(json, rides)));
    }

    public async Task Count(HttpContext context) => await Answers.Number(context, await store.CountAsync(context.RequestAborted));

    private static Area? Asked(HttpContext context, string name) =>
        context.Request.Query[name] is { Count: 1 } values ? Area.Parse(values[0]) : null;

    private static void Write(Utf8JsonWriter json, IReadOnlyList<object?[]> rides)
    {
        json.WriteStartArray();
        foreach (object?[] ride in rides)
        {
            json.WriteStartObject();
            json.WriteNumber("rideId", ride.Number(0));
            json.WriteString("username", ride.Text(1));
            json.WriteString("timestamp", ride.Text(2));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
