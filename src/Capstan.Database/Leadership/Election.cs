using Capstan.Database.Log;
using Capstan.Database.Membership;

namespace Capstan.Database.Leadership;

/// <summary>Who tries to lead, and whether the log is known to be whole (protocol section 4). Pure.</summary>
internal class Election
{
    /// <summary>Whether a worker may try now.</summary>
    /// <param name="view">Who is there.</param>
    /// <param name="self">The worker.</param>
    /// <param name="scanned">Last valid LSN that it read.</param>
    /// <param name="knows">Whether it knows the log to be whole.</param>
    /// <param name="waited">How long there has been no leader, no new marker, and nothing that held the election up.</param>
    /// <param name="turn">Time given to each one that comes before.</param>
    public virtual bool MayTry(MembershipView view, Guid self, Lsn scanned, bool knows, TimeSpan waited, TimeSpan turn)
    {
        if (view.Leader is not null)
            return false;
        var order = Order(view, scanned, knows);
        var rank = order.FindIndex(member => member.Id == self);
        return rank >= 0 && waited >= turn * rank && (knows || view.IsForced || Absent(view).Count == 0);
    }

    /// <summary>Slots of the roster that are not there to be asked.</summary>
    public virtual IReadOnlyList<int> Absent(MembershipView view) =>
        [.. view.Roster.Where(slot => view.Members.All(member => member.Slot != slot))];

    /// <summary>
    /// What must be known before a candidate that does not know the log to be whole may lead: slots that are absent, and members that
    /// have not told what they hold as of its marker. An operator's word stands in for the absent ones, never for those that are there.
    /// </summary>
    public virtual IReadOnlyList<int> Unheard(MembershipView view, Guid self, Epoch epoch)
    {
        var late = view.Members.Where(member => member.Id != self && member.State.Epoch < epoch).Select(member => member.Slot);
        return [.. (view.IsForced ? [] : Absent(view)).Concat(late).Order()];
    }

    /// <summary>The most that any member has applied, as it told.</summary>
    public virtual Lsn MostAdvanced(MembershipView view, Guid self, Lsn mine) =>
        view.Members.Where(member => member.Id != self).Select(member => member.State.Applied).Append(mine).Max();

    private static List<Member> Order(MembershipView view, Lsn scanned, bool knows)
    {
        var able = view.Members.Where(member => member.State.IsReady || member.State.StuckAt != Lsn.None);
        var isShort = !knows && view.Members.Any(member => member.State.Applied > scanned);
        return [.. able
            .OrderByDescending(member => isShort ? member.State.Applied.Value : 0)
            .ThenBy(member => member.State.StuckAt != Lsn.None)
            .ThenBy(member => member.Pid)];
    }
}
