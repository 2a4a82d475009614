using Capstan.Database.Membership;
using Capstan.Database.Worker;

namespace Capstan.Database.Snapshots;

/// <summary>Which worker makes the next snapshot, and when. Pure.</summary>
internal static class SnapshotPolicy
{
    /// <summary>
    /// Whether this worker should make one: the ready follower with the highest pid does, which is the last to lead, the leader only where no
    /// follower is ready, once enough was logged since the newest one, or somebody waits for one and this worker has come far enough. Not
    /// while another member still makes one: its turn may have passed to this worker meanwhile.
    /// </summary>
    /// <param name="view">Who is there.</param>
    /// <param name="self">The worker.</param>
    /// <param name="applied">What it has applied.</param>
    /// <param name="bytes">Bytes that it applied since the newest snapshot.</param>
    /// <param name="settings">When one is due.</param>
    public static bool IsDue(MembershipView view, Guid self, Log.Lsn applied, long bytes, WorkerSettings settings)
    {
        var records = applied.Value - view.NewestSnapshot.Value;
        var isWanted = view.WantedSnapshot > view.NewestSnapshot && applied >= view.WantedSnapshot;
        if (!isWanted && records < settings.SnapshotRecords && (records == 0 || bytes < settings.SnapshotBytes))
            return false;
        if (view.Members.Any(member => member.Id != self && member.State.MakesSnapshot))
            return false;
        var able = view.Members.Where(member => member.State.IsReady).OrderBy(member => member.Id == view.Leader).ThenByDescending(member => member.Pid);
        return able.FirstOrDefault()?.Id == self;
    }
}
