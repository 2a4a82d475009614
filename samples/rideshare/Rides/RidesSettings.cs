using RideShare.Rides.Riding;
using RideShare.Service.Hosting;

namespace RideShare.Rides;

/// <summary>What Rides alone is told.</summary>
/// <param name="Users">Base of the Users service or of a gateway before it.</param>
/// <param name="Origin">Sent with each question to Users.</param>
/// <param name="Calendar">Says what time it is, for a ride to be upcoming.</param>
internal sealed record RidesSettings(Uri Users, string Origin, TimeProvider Calendar)
{
    /// <summary>Reads <c>USERS_URL</c>, <c>ORIGIN</c> and <c>CLOCK</c>.</summary>
    /// <exception cref="SettingsException">A variable has a value that cannot be used.</exception>
    public static RidesSettings Read(Variables variables, ServiceSettings settings) => new(
        variables.Base("USERS_URL", "http://127.0.0.1:8080"),
        variables.Text("ORIGIN", $"http://{settings.Listen}"),
        Clock(variables.Text("CLOCK", ""), settings.Clock));

    private static TimeProvider Clock(string text, TimeProvider clock)
    {
        if (text.Length == 0)
        {
            return clock;
        }

        return RideTime.Parse(text) is { } start
            ? new ShiftedClock(start.Moment, clock)
            : throw new SettingsException($"CLOCK is '{text}'; give the time to start from as DD-MM-YYYY:SS-MM-HH, such as 31-12-2020:59-59-23");
    }
}
