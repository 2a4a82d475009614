using System.Text.Json;
using Samples.Shared;

namespace RideShare.Rides.Riding;

/// <summary>A ride that somebody offers.</summary>
internal sealed record NewRide(string CreatedBy, WrittenTime Time, Area Source, Area Destination)
{
    /// <summary>Everything that can be judged without asking anybody; null when it is refused.</summary>
    public static NewRide? Read(RequestBody body)
    {
        using JsonDocument? json = body.Parse();
        return json?.RootElement is { } ride
            && ride.Text("created_by") is { Length: > 0 } creator
            && ride.Text("timestamp") is { } text && WrittenTime.Parse(text) is { } time
            && Area.Read(ride, "source") is { } source
            && Area.Read(ride, "destination") is { } destination
                ? new NewRide(creator, time, source, destination)
                : null;
    }
}
