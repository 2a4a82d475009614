using Capstan.Core.Replicas;

namespace Capstan.Containers;

/// <summary>A hint that a replica changed.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Replica">Whose; null for <see cref="RuntimeEventKind.Resync"/>.</param>
/// <param name="ExitCode">Exit code of an end, where known.</param>
public sealed record RuntimeEvent(RuntimeEventKind Kind, ReplicaId? Replica = null, int? ExitCode = null);
