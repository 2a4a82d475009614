namespace Capstan.SystemTests.Faults;

/// <summary>
/// How often each fault is injected: a few times, or with <c>CAPSTAN_FAULT_ROUNDS=full</c> as often as the figures need. With <c>all</c> the
/// cases that only full rounds have run too, a few times each.
/// </summary>
internal static class Rounds
{
    private static readonly string? Asked = Environment.GetEnvironmentVariable("CAPSTAN_FAULT_ROUNDS");

    public static bool AreFull { get; } = Asked == "full";

    /// <summary>Whether no case is left out.</summary>
    public static bool HaveAllCases { get; } = Asked is "full" or "all";

    public static T Of<T>(T usual, T full) => AreFull ? full : usual;
}
