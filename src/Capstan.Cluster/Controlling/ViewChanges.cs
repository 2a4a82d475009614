using Capstan.Cluster.Nodes;
using Capstan.Database.Engines;
using Capstan.Database.Membership;

namespace Capstan.Cluster.Controlling;

/// <summary>What operators are told of the difference between two states of the ensemble. Pure.</summary>
internal static class ViewChanges
{
    /// <summary>In the order in which things happen; <c>changed</c> when there is nothing to read.</summary>
    public static IReadOnlyList<EngineNotice> Between(ClusterState before, ClusterState after)
    {
        var (old, now) = (before.ToView(), after.ToView());
        List<EngineNotice> notices =
        [
            .. Refused(before, after),
            .. Gone(old, now).Select(member => new EngineNotice(NoticeKinds.WorkerLeft, $"worker in slot {member.Slot} (pid {member.Pid}) has left", member.Slot)),
            .. LeaderLost(old, now),
            .. Gone(now, old).Select(member => new EngineNotice(NoticeKinds.WorkerJoined, $"worker in slot {member.Slot} (pid {member.Pid}) has joined", member.Slot)),
            .. now.Members.Where(member => member.State.IsReady && !WasReady(old, member.Id)).Select(member =>
                new EngineNotice(NoticeKinds.WorkerReady, $"worker in slot {member.Slot} is ready at LSN {member.State.Applied}", member.Slot)),
            .. LeaderElected(old, now),
        ];
        return notices.Count > 0 ? notices : [new EngineNotice(NoticeKinds.Changed, "", null)];
    }

    /// <summary>Members of the one view that are not in the other.</summary>
    public static IEnumerable<Member> Gone(MembershipView before, MembershipView after) =>
        before.Members.Where(member => after.Members.All(other => other.Id != member.Id));

    private static bool WasReady(MembershipView old, Guid id) => old.Members.Any(member => member.Id == id && member.State.IsReady);

    private static IEnumerable<EngineNotice> Refused(ClusterState before, ClusterState after) => after.Refused
        .Where(entry => before.Refused.GetValueOrDefault(entry.Key) != entry.Value)
        .Select(entry => new EngineNotice(NoticeKinds.WorkerRefused, entry.Value.Reason, entry.Key));

    private static IEnumerable<EngineNotice> LeaderLost(MembershipView old, MembershipView now)
    {
        if (old.Leader is { } leader && now.Members.All(member => member.Id != leader) && SlotOf(old, leader) is { } slot)
            yield return new EngineNotice(NoticeKinds.LeaderLost, $"the leader in slot {slot} has left", slot);
    }

    private static IEnumerable<EngineNotice> LeaderElected(MembershipView old, MembershipView now)
    {
        if (now.Leader is { } leader && (leader != old.Leader || now.LeaderEpoch != old.LeaderEpoch) && SlotOf(now, leader) is { } slot)
            yield return new EngineNotice(NoticeKinds.LeaderElected, $"worker in slot {slot} leads epoch {now.LeaderEpoch}", slot);
    }

    private static int? SlotOf(MembershipView view, Guid id) => view.Members.FirstOrDefault(member => member.Id == id)?.Slot;
}
