namespace Capstan.SystemTests.Harness;

/// <summary>A service in the status.</summary>
internal sealed record ServiceView(
    string Name, int Wanted, long Requests, long Errors, int InFlight, int Held, WindowView? Window, string? Update, IReadOnlyList<ReplicaView> Replicas)
{
    public IEnumerable<ReplicaView> Ready => Replicas.Where(replica => replica.State == "ready");

    public bool IsSettled => Replicas.Count == Wanted && Ready.Count() == Wanted;

    /// <summary>What identifies each running replica: it changes when a replica is replaced and only then.</summary>
    public IReadOnlyList<string> Identities => [.. Replicas.OrderBy(replica => replica.Slot).Select(replica => replica.Identity)];

    public ReplicaView? At(int slot) => Replicas.SingleOrDefault(replica => replica.Slot == slot);
}
