using Capstan.Cluster.Nodes;

namespace Capstan.Cluster.Joining;

/// <summary>Who may become a member. Pure.</summary>
internal static class JoinRule
{
    /// <summary>
    /// Judges a worker that does not know itself for a member. Its own node may be there all the same, when the reply to its creation was lost and
    /// the server that was asked next had not heard of it.
    /// </summary>
    /// <param name="own">The worker.</param>
    /// <param name="earlier">The life before this one in the same folder; null when there is none.</param>
    /// <param name="present">The members.</param>
    public static JoinVerdict Judge(WorkerNode own, Guid? earlier, IReadOnlyList<Present> present)
    {
        if (present.FirstOrDefault(other => other.Node.Id == earlier) is { } left)
            return new JoinVerdict.Remove(left);
        return present.Where(other => other.Node.Id != own.Id).Select(other => Conflict(own, other.Node)).FirstOrDefault(reason => reason is not null) is { } reason
            ? new JoinVerdict.Wait(reason)
            : new JoinVerdict.Enter();
    }

    /// <summary>
    /// Judges a worker that has just become a member: two may have done so at the same time, each before it saw the other. Then the
    /// later one withdraws.
    /// </summary>
    /// <param name="own">Its node.</param>
    /// <param name="present">The members, itself included.</param>
    /// <returns>Why it must withdraw; null when it need not.</returns>
    public static string? MustWithdraw(Present own, IReadOnlyList<Present> present) => present
        .Where(other => other.Node.Id != own.Node.Id && other.Created < own.Created)
        .Select(other => Conflict(own.Node, other.Node)).FirstOrDefault(reason => reason is not null);

    /// <summary>
    /// What a slot surely has no more than, when a worker comes into it: its last life's word; nothing in a folder that no life had before,
    /// of a slot that was never on the roster or was retired from it.
    /// </summary>
    /// <param name="entry">The slot's place in the roster; null when it has none.</param>
    /// <param name="earlier">The life before this one in the same folder; null when there is none.</param>
    /// <returns>Null: nobody knows.</returns>
    public static long? Before(RosterNode? entry, Guid? earlier) => entry is not null ? entry.Applied : earlier is null ? 0 : null;

    private static string? Conflict(WorkerNode own, WorkerNode other)
    {
        if (other.Engine != own.Engine)
            return $"slot {own.Slot} has '{own.Engine}', slot {other.Slot} has '{other.Engine}'; workers of different ones do not serve together";
        if (other.Slot == own.Slot)
            return $"slot {own.Slot} has a live worker (pid {other.Pid})";
        return other.Pid == own.Pid ? $"process {own.Pid} is a member already, in slot {other.Slot}" : null;
    }
}
