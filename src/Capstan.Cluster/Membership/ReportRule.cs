using Capstan.Database.Log;
using Capstan.Database.Membership;

namespace Capstan.Cluster.Membership;

/// <summary>When a worker's state is written to its node. Pure.</summary>
internal static class ReportRule
{
    /// <summary>Least time between two reports of mere progress: each of them wakes every worker and the controller.</summary>
    public static readonly TimeSpan ProgressEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a state has to wait before it is written.</summary>
    /// <param name="written">The last one that was written; null before the first.</param>
    /// <param name="newest">The state now.</param>
    /// <param name="since">Time since that was written.</param>
    /// <returns>Zero: at once. Null: it is written already.</returns>
    public static TimeSpan? WaitOf(MemberState? written, MemberState newest, TimeSpan since)
    {
        if (newest == written)
            return null;
        if (written is null || Essence(newest) != Essence(written) || since >= ProgressEvery)
            return TimeSpan.Zero;
        return ProgressEvery - since;
    }

    // Elections and their proofs wait for everything but progress.
    private static MemberState Essence(MemberState state) => state with { Applied = Lsn.None, Position = LogPosition.None };
}
