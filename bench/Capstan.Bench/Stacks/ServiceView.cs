namespace Capstan.Bench.Stacks;

/// <summary>What the bench needs of a service's status.</summary>
internal sealed record ServiceView(string Name, int Wanted, IReadOnlyList<ReplicaView> Replicas, WindowView? Window);
