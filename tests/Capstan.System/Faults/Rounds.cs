namespace Capstan.SystemTests.Faults;

/// <summary>How often each fault is injected: a few times, or with <c>CAPSTAN_FAULT_ROUNDS=full</c> as often as the figures need.</summary>
internal static class Rounds
{
    public static bool AreFull { get; } = Environment.GetEnvironmentVariable("CAPSTAN_FAULT_ROUNDS") == "full";

    public static T Of<T>(T usual, T full) => AreFull ? full : usual;
}
