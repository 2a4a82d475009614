namespace Capstan.Core.Replicas;

/// <summary>One step that the planner asks for.</summary>
/// <param name="Reason">Why, in one sentence for the operator.</param>
public abstract record ReplicaAction(string Reason);
