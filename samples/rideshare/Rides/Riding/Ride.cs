using System.Text.Json;

namespace RideShare.Rides.Riding;

/// <summary>A stored ride.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Row">Creator, time, source and destination, as stored.</param>
/// <param name="Riders">A row of number and name for each who joined.</param>
internal sealed record Ride(RideId Id, JsonElement Row, IReadOnlyList<JsonElement> Riders)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("rideId", Id.Number);
        json.WriteString("created_by", Row[0].GetString());
        json.WriteStartArray("users");
        foreach (JsonElement rider in Riders)
        {
            json.WriteStringValue(rider[1].GetString());
        }

        json.WriteEndArray();
        json.WriteString("timestamp", Row[1].GetString());
        json.WriteString("source", Row[2].GetInt32().ToString());
        json.WriteString("destination", Row[3].GetInt32().ToString());
        json.WriteEndObject();
    }
}
