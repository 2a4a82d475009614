using Capstan.Core.Replicas;

namespace Capstan.Containers;

/// <summary>One line that a replica wrote.</summary>
/// <param name="Replica">Who wrote it.</param>
/// <param name="Time">When it was read.</param>
/// <param name="IsError">Whether it came on standard error.</param>
/// <param name="Text">The line without its end.</param>
public sealed record LogLine(ReplicaId Replica, DateTimeOffset Time, bool IsError, string Text);
