namespace Capstan.Gateway.Balancing;

/// <summary>The target with the fewest requests in flight for its share; equal ones in turn.</summary>
internal sealed class LeastRequests(SlowStart slowStart) : IBalancer
{
    /// <inheritdoc />
    public TargetState Choose(TargetState[] targets, long turn, long now)
    {
        var start = (int)((ulong)turn % (ulong)targets.Length);
        var best = targets[start];
        var least = slowStart.LoadOf(best, now);
        for (var i = 1; i < targets.Length; i++)
        {
            var candidate = targets[(start + i) % targets.Length];
            var load = slowStart.LoadOf(candidate, now);
            if (load < least)
                (best, least) = (candidate, load);
        }

        return best;
    }
}
