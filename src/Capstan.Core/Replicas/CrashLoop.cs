namespace Capstan.Core.Replicas;

/// <summary>
/// Memory of a slot about replicas that ended too early, and the delay before the next start that follows from it: 1, 2, 4 … 60 s
/// with ±20 % jitter, counted from the attempt that failed. Only ends before the first good health answer, or within
/// <see cref="EarlyAfterReady"/> of it, count; a replica that had served longer and died is replaced at once.
/// </summary>
/// <param name="EarlyEnds">Early ends in a row.</param>
/// <param name="NotBefore">Earliest moment of the next start, on the controller's monotonic clock.</param>
public readonly record struct CrashLoop(int EarlyEnds, TimeSpan NotBefore)
{
    /// <summary>First delay.</summary>
    public static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);

    /// <summary>Longest delay, before jitter.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(60);

    /// <summary>An end within this time of becoming ready still counts as early.</summary>
    public static readonly TimeSpan EarlyAfterReady = TimeSpan.FromSeconds(10);

    /// <summary>A replica that has been ready for this long wipes the slot's memory.</summary>
    public static readonly TimeSpan ForgetAfterReady = TimeSpan.FromMinutes(5);

    /// <summary>Largest share by which jitter lengthens or shortens a delay.</summary>
    public const double Jitter = 0.2;

    /// <summary>A slot without bad memories.</summary>
    public static CrashLoop None => default;

    /// <summary>Whether an end at <paramref name="ended"/> counts as early.</summary>
    public static bool IsEarly(TimeSpan? firstServed, TimeSpan ended) => firstServed is not { } served || ended - served < EarlyAfterReady;

    /// <summary>The memory after a replica ended by itself or failed its checks.</summary>
    /// <param name="attempt">When that replica was asked to start.</param>
    /// <param name="firstServed">When it became able to serve; null when it never did.</param>
    /// <param name="ended">When it ended.</param>
    /// <param name="chance">A random number in [0, 1).</param>
    public CrashLoop After(TimeSpan attempt, TimeSpan? firstServed, TimeSpan ended, double chance)
    {
        if (firstServed is { } served && ended - served >= ForgetAfterReady)
            return None;
        if (!IsEarly(firstServed, ended))
            return this with { NotBefore = TimeSpan.Zero };
        var ends = EarlyEnds + 1;
        var delay = Math.Min(FirstDelay.TotalSeconds * Math.Pow(2, Math.Min(ends - 1, 30)), LongestDelay.TotalSeconds);
        var jittered = delay * (1 - Jitter + (2 * Jitter * chance));
        return new CrashLoop(ends, attempt + TimeSpan.FromSeconds(jittered));
    }
}
