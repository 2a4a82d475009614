using Capstan.Gateway.Fast.Loops;

namespace Capstan.Gateway.Fast.Sessions;

/// <summary>
/// Has a worker give back what it has not needed for a while: looks every now and then as long as there is something to give back, and
/// otherwise lets the loop sleep.
/// </summary>
internal sealed class Upkeep(Worker worker) : Timed
{
    /// <summary>Time between two looks. What nobody used between them is given back.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    /// <summary>There is more than there was.</summary>
    public void Wake()
    {
        if (Due == Never)
            worker.Loop.SetTimer(this, worker.Loop.Now + worker.Loop.TicksOf(Pause));
    }

    /// <inheritdoc />
    public override void OnDue(long now)
    {
        if (worker.Shrink())
            Wake();
    }

    /// <inheritdoc />
    public override void Abort()
    {
    }
}
