namespace Capstan.Core.Health;

/// <summary>
/// Chooses which targets of a service get requests: the healthy ones that are not ejected. With at least two live targets of which
/// fewer than half would be left, the checks themselves are suspect and all live ones get requests (the panic rule). A single live
/// target is never left out for its ejection. Without a live and healthy target, nobody gets requests: they are held.
/// </summary>
/// <param name="Chosen">Positions of the chosen targets, ascending.</param>
/// <param name="IsPanic">Whether the panic rule chose them.</param>
public sealed record Availability(IReadOnlyList<int> Chosen, bool IsPanic)
{
    /// <summary>Chooses among targets.</summary>
    public static Availability Of(IReadOnlyList<AvailabilityView> targets)
    {
        var live = new List<int>(targets.Count);
        for (var i = 0; i < targets.Count; i++)
        {
            if (targets[i].IsLive)
                live.Add(i);
        }

        var good = live.FindAll(i => targets[i].IsHealthy && (!targets[i].IsEjected || live.Count == 1));
        return live.Count >= 2 && good.Count * 2 < live.Count
            ? new Availability(live, IsPanic: true)
            : new Availability(good, IsPanic: false);
    }
}
