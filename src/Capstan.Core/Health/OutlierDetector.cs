namespace Capstan.Core.Health;

/// <summary>
/// Passive health of one target: decides from the outcomes of its requests when it is to be left out, and for how long. A refused
/// connection ejects at once, <see cref="Threshold"/> other failures in a row do too; the n-th ejection lasts n times
/// <see cref="BaseEjection"/>, at most <see cref="LongestEjection"/>. The number of ejections is kept for the target's life.
/// Reads no clock. <see cref="Succeeded"/> may be called from any thread; the other members under the caller's lock.
/// </summary>
public sealed class OutlierDetector
{
    /// <summary>Failures in a row, other than a refused connection, that eject.</summary>
    public const int Threshold = 5;

    /// <summary>Largest share of a service's targets that may be ejected at once; one target always may.</summary>
    public const double LargestShare = 0.33;

    /// <summary>Length of the first ejection.</summary>
    public static readonly TimeSpan BaseEjection = TimeSpan.FromSeconds(5);

    /// <summary>Length that no ejection exceeds.</summary>
    public static readonly TimeSpan LongestEjection = TimeSpan.FromSeconds(60);

    private int _consecutive;

    /// <summary>Whether the target is left out now.</summary>
    public bool IsEjected { get; private set; }

    /// <summary>How often the target was ejected.</summary>
    public int Ejections { get; private set; }

    /// <summary>Failures since the last success.</summary>
    public int Consecutive => Volatile.Read(ref _consecutive);

    /// <summary>How many of a number of targets may be ejected at once: none of one, else a third, at least one.</summary>
    public static int LargestEjected(int targets) => targets < 2 ? 0 : Math.Max(1, (int)(targets * LargestShare));

    /// <summary>A request was answered without a failure.</summary>
    public void Succeeded()
    {
        if (Volatile.Read(ref _consecutive) != 0)
            Volatile.Write(ref _consecutive, 0);
    }

    /// <summary>A request failed.</summary>
    /// <param name="failure">How.</param>
    /// <param name="targets">Targets of the service that could get traffic, this one included.</param>
    /// <param name="ejected">How many of them are ejected now.</param>
    /// <returns>How long the target is to be left out from now on; null when it stays in.</returns>
    public TimeSpan? Failed(TargetFailure failure, int targets, int ejected)
    {
        var consecutive = Interlocked.Increment(ref _consecutive);
        if (IsEjected || (failure != TargetFailure.Refused && consecutive < Threshold) || ejected >= LargestEjected(targets))
            return null;
        IsEjected = true;
        Ejections++;
        var length = BaseEjection * Ejections;
        return length < LongestEjection ? length : LongestEjection;
    }

    /// <summary>The ejection is over: the target gets requests again, and a fresh count of failures.</summary>
    public void Return()
    {
        IsEjected = false;
        Volatile.Write(ref _consecutive, 0);
    }
}
