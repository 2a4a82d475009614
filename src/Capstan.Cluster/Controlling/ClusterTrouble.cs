using Capstan.Database.Membership;

namespace Capstan.Cluster.Controlling;

/// <summary>Why nobody leads or nothing is written, for people. Pure.</summary>
internal static class ClusterTrouble
{
    /// <summary>The first that applies; empty when all is well.</summary>
    /// <param name="broker">What the queues' end here says; empty when all is well.</param>
    /// <param name="ensemble">What the session with the ensemble says; empty when all is well.</param>
    /// <param name="own">What goes wrong on the controller's own side of it; empty when nothing does.</param>
    /// <param name="log">What is wrong with the log's retention; empty when all is well.</param>
    /// <param name="view">Who is there.</param>
    public static string Of(string broker, string ensemble, string own, string log, MembershipView view)
    {
        var servers = string.Join(" ", new[] { broker, ensemble, own, log }.Where(text => text.Length > 0));
        if (servers.Length > 0 || view.Leader is not null)
            return servers;
        if (view.Members.Count == 0)
            return "No worker is there.";
        var said = view.Members.Where(member => member.State.Trouble.Length > 0).Select(member => $"slot {member.Slot}: {member.State.Trouble}").ToList();
        if (said.Count > 0)
            return $"Nobody leads. {string.Join("; ", said)}";
        return view.Members.Any(member => member.State.IsReady) ? "An election is under way." : "No worker is ready yet.";
    }
}
