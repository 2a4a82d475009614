namespace RideShare.Rides;

/// <summary>A clock that begins at a given time and goes on from there, to replay what was written for another year.</summary>
internal sealed class ShiftedClock(DateTimeOffset start, TimeProvider clock) : TimeProvider
{
    private readonly TimeSpan _shift = start - clock.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + _shift;
}
