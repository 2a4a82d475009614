namespace Capstan.Commands.Databases.Overview;

/// <summary>What waits in a database's queues.</summary>
/// <param name="Writes">Writes that wait for the leader or for its answer.</param>
/// <param name="Reads">Reads that wait for a worker or for its answer.</param>
/// <param name="Dead">Writes that were delivered too often and wait to be refused.</param>
internal sealed record OverviewQueues(long Writes, long Reads, long Dead);
