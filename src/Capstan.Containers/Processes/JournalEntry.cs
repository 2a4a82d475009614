using Capstan.Containers.Processes.Native;
using Capstan.Core.Replicas;

namespace Capstan.Containers.Processes;

/// <summary>A started process in the journal.</summary>
/// <param name="Replica">The replica it is.</param>
/// <param name="Process">The process; leader of its own group and session.</param>
internal sealed record JournalEntry(ReplicaId Replica, ProcessIdentity Process);
