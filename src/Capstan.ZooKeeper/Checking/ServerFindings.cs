namespace Capstan.ZooKeeper.Checking;

/// <summary>What to tell an operator of the servers' reports.</summary>
internal static class ServerFindings
{
    private static readonly Version Oldest = new(3, 6);

    /// <summary>What is wrong with a server.</summary>
    /// <param name="report">What it says of itself.</param>
    /// <param name="othersServe">Whether another one serves, so that the ensemble does without this one.</param>
    public static IEnumerable<ProbeFinding> Of(ServerReport report, bool othersServe)
    {
        if (report.Version is { } version && version < Oldest)
            yield return new ProbeFinding(
                $"{report.Server} is ZooKeeper {version}, and lasting watches came with {Oldest}.", $"Upgrade it to {Oldest} or newer.", IsHint: false);
        if (Of(report) is { } fault)
            yield return fault with { IsHint = othersServe || report.Condition == ServerCondition.Mute };
    }

    private static ProbeFinding? Of(ServerReport report) => report.Condition switch
    {
        ServerCondition.Unreachable => Fault($"{report.Server} cannot be reached: {report.Detail}", "Start the server, or correct its address."),
        ServerCondition.Unencrypted => Fault(
            $"There is no encrypted connection to {report.Server}: {report.Detail}",
            "Name the server's secureClientPort, the authority that signed its certificate and the name that it is for; give a certificate of your own where it asks for one."),
        ServerCondition.Silent => Fault(
            $"{report.Server} takes connections and does not answer.", "Look whether the server hangs, whether something else listens there, or whether it takes encrypted connections alone."),
        ServerCondition.NotServing => Fault($"{report.Server} has no quorum.", "Start more than half of the ensemble's servers, and let them reach each other."),
        ServerCondition.ReadOnly => Fault($"{report.Server} only reads, since it has no quorum.", "Start more than half of the ensemble's servers, and let them reach each other."),
        ServerCondition.Foreign => Fault($"{report.Server} does not answer as ZooKeeper does.", "Correct the address: something else listens there."),
        ServerCondition.Mute => Fault($"{report.Server} may not tell its version.", "Allow it with 4lw.commands.whitelist=srvr, or see to it that it is 3.6 or newer."),
        _ => null,
    };

    private static ProbeFinding Fault(string what, string remedy) => new(what, remedy, IsHint: false);
}
