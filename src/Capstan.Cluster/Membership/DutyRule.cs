using Capstan.Database.Log;
using Capstan.Database.Membership;

namespace Capstan.Cluster.Membership;

/// <summary>What a worker may do now. Pure.</summary>
internal static class DutyRule
{
    /// <summary>Whether reads are its business: those of every ready follower, the leader's only while no follower is ready.</summary>
    /// <param name="view">Who is there.</param>
    /// <param name="self">The worker.</param>
    /// <param name="isReady">Whether it is ready.</param>
    /// <param name="leads">Whether it leads.</param>
    public static bool MayServeReads(MembershipView view, Guid self, bool isReady, bool leads) =>
        isReady && (!leads || !view.Members.Any(member => member.Id != self && member.State.IsReady));

    /// <summary>
    /// Whether a leader may take writes: not once a higher epoch leads, nor when it has not heard from the ensemble for a third of the
    /// session, since another one may lead soon (protocol section 4). Its epoch's place in the log is what keeps the data safe.
    /// </summary>
    /// <param name="epoch">Its epoch.</param>
    /// <param name="highest">The highest epoch known to lead.</param>
    /// <param name="silence">How long the ensemble was not heard of; zero while connected.</param>
    /// <param name="session">The session's timeout.</param>
    public static bool MayTakeWrites(Epoch epoch, Epoch highest, TimeSpan silence, TimeSpan session) =>
        epoch >= highest && silence < PatienceOf(session);

    /// <summary>How long the ensemble may be silent.</summary>
    public static TimeSpan PatienceOf(TimeSpan session) => session / 3;
}
