using System.Text.Json;
using Samples.Shared.Database;

namespace RideShare.Rides.Riding;

/// <summary>A stored ride.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Row">Creator, time, source and destination, as stored.</param>
/// <param name="Riders">A row of number and name for each who joined.</param>
internal sealed record Ride(RideId Id, object?[] Row, IReadOnlyList<object?[]> Riders)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("rideId", Id.Number);
        json.WriteString("created_by", Row.Text(0));
        json.WriteStartArray("users");
        foreach (object?[] rider in Riders)
        {
            json.WriteStringValue(rider.Text(1));
        }

        json.WriteEndArray();
        json.WriteString("timestamp", Row.Text(1));
        json.WriteString("source", Row.Number(2).ToString());
        json.WriteString("destination", Row.Number(3).ToString());
        json.WriteEndObject();
    }
}
