namespace Capstan.Core.Replicas;

/// <summary>A rolling update reached a turning point.</summary>
/// <param name="Turn">Which one.</param>
/// <param name="Reason">Why.</param>
public sealed record UpdateStep(UpdateTurn Turn, string Reason) : ReplicaAction(Reason);
