using RideShare.Service;
using Samples.Shared;
using Samples.Shared.Hosting;
using Samples.Shared.UserChecks;

namespace RideShare.Rides;

/// <summary>What Rides alone is told.</summary>
/// <param name="Users">Whom to ask for users.</param>
/// <param name="Calendar">Says what time it is, for a ride to be upcoming.</param>
internal sealed record RidesSettings(UsersAddress Users, TimeProvider Calendar)
{
    /// <summary>Reads <c>USERS_URL</c>, <c>ORIGIN</c> and <c>CLOCK</c>.</summary>
    /// <exception cref="SettingsException">A variable has a value that cannot be used.</exception>
    public static RidesSettings Read(Variables variables, ServiceSettings settings) => new(
        UsersAddress.Read(variables, settings.Listen),
        Clock(variables.Text("CLOCK", ""), settings.Clock));

    private static TimeProvider Clock(string text, TimeProvider clock)
    {
        if (text.Length == 0)
        {
            return clock;
        }

        return WrittenTime.Parse(text) is { } start
            ? new ShiftedClock(start.Moment, clock)
            : throw new SettingsException($"CLOCK is '{text}'; give the time to start from as DD-MM-YYYY:SS-MM-HH, such as 31-12-2020:59-59-23");
    }
}
