namespace Capstan.Gateway.Balancing;

/// <summary>Lets the share of a target that has just become ready grow from a tenth to the whole.</summary>
/// <param name="length">Time over which it grows, in timestamp ticks; 0 or less for none.</param>
internal sealed class SlowStart(long length)
{
    private const double Least = 0.1;

    /// <summary>Share of a target that became ready at a moment, from 0.1 to 1.</summary>
    public double ShareOf(long readySince, long now)
    {
        var age = now - readySince;
        return age >= length ? 1 : Math.Max(Least, (double)age / length);
    }

    /// <summary>Requests in flight that the target would have with one more, weighed by its share.</summary>
    public double LoadOf(TargetState target, long now) => (target.InFlight + 1) / ShareOf(target.Target.ReadySince, now);
}
