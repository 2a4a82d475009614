using Capstan.Database.Log;
using Capstan.Database.Membership;

namespace Capstan.Cluster.Controlling;

/// <summary>Whether the others surely have all that a slot had. Pure.</summary>
internal static class RetireRule
{
    /// <summary>
    /// Whether a slot may leave the roster. Its last word may be older than its last deed, but what it applied it had read from the log:
    /// so the others must have read past the log's end as of after it was gone, too.
    /// </summary>
    /// <param name="slot">The slot.</param>
    /// <param name="applied">What it had applied by its last word.</param>
    /// <param name="logEnd">The log's end after its process had ended.</param>
    /// <param name="members">Who is there.</param>
    public static bool MayRetire(int slot, Lsn applied, LogPosition logEnd, IReadOnlyList<Member> members)
    {
        var ready = members.Where(member => member.State.IsReady).ToList();
        return ready.Count > 0 && members.All(member => member.Slot != slot)
            && ready.TrueForAll(other => other.State.Applied >= applied && other.State.Position >= logEnd);
    }
}
