using Capstan.Database.Membership;

namespace Capstan.Database.Embedded.Hub;

/// <summary>Why nobody leads or nothing is written, for people.</summary>
internal static class Trouble
{
    public static string Of(MembershipView view, Exception? fault)
    {
        if (fault is not null)
            return $"The log cannot be written: {fault.Message} Free or mend the disk, then start the stack again.";
        if (view.Leader is not null)
            return "";
        if (view.Members.Count == 0)
            return "No worker is there.";
        var said = view.Members.Where(member => member.State.Trouble.Length > 0).Select(member => $"slot {member.Slot}: {member.State.Trouble}").ToList();
        if (said.Count > 0)
            return $"Nobody leads. {string.Join("; ", said)}";
        return view.Members.Any(member => member.State.IsReady) ? "An election is under way." : "No worker is ready yet.";
    }
}
