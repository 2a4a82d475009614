using Capstan.Database.Log;
using Capstan.Database.Snapshots;

namespace Capstan.Cluster.Controlling;

/// <summary>Whether the broker keeps enough of the log (protocol section 5). Pure.</summary>
internal static class RetentionRule
{
    /// <summary>What is wrong, with the remedy; empty when nothing is.</summary>
    /// <param name="begin">Where the log begins.</param>
    /// <param name="snapshots">Those that are kept, the newest first.</param>
    public static string TroubleOf(LogPosition begin, IReadOnlyList<Snapshot> snapshots)
    {
        var older = snapshots.Count > 0 ? snapshots[^1].Position : LogPosition.None;
        if (begin <= older.Next)
            return "";
        var newest = snapshots.Count > 0 ? snapshots[0].Position : LogPosition.None;
        var consequence = begin > newest.Next
            ? "a worker that begins anew finds no way to the data"
            : "a worker that begins anew has the newest snapshot alone to begin from";
        return $"The broker keeps too little of the log: it begins at {begin}, the older of the snapshots ends at {older}, so {consequence}. "
            + "Let it keep more (a policy with max-length-bytes for syncQ), or have snapshots made more often (snapshot.bytes, snapshot.records).";
    }
}
