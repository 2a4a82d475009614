namespace Capstan.Core.Replicas;

/// <summary>What is to be done for a service now.</summary>
/// <param name="Actions">Independent single steps; each may run at once.</param>
/// <param name="LookAgain">When time alone will call for more; null when only a change can.</param>
public sealed record ReplicaPlan(IReadOnlyList<ReplicaAction> Actions, TimeSpan? LookAgain);
