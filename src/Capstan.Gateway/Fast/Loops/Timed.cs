namespace Capstan.Gateway.Fast.Loops;

/// <summary>Something with one moment at which it is to be looked at; see <see cref="TimerWheel"/>.</summary>
internal abstract class Timed
{
    /// <summary>The moment of something that waits for none.</summary>
    public const long Never = long.MaxValue;

    /// <summary>When it is to be looked at, in timestamp ticks.</summary>
    internal long Due { get; set; } = Never;

    /// <summary>Tick of the wheel that it hangs at; never later than <see cref="Due"/>. -1 when it hangs at none.</summary>
    internal long Tick { get; set; } = -1;

    /// <summary>Neighbour in the wheel.</summary>
    internal Timed? Next { get; set; }

    /// <summary>Neighbour in the wheel.</summary>
    internal Timed? Previous { get; set; }

    /// <summary>The moment has come. It waits for none now.</summary>
    public abstract void OnDue(long now);

    /// <summary>The loop ends, or an error of ours left it in no known state: close at once.</summary>
    public abstract void Abort();
}
