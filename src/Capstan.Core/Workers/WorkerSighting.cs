namespace Capstan.Core.Workers;

/// <summary>A worker as its engine sees it at one moment.</summary>
/// <param name="IsReady">Whether it has read to the log's end once and may serve and lead.</param>
/// <param name="IsLeader">Whether it leads.</param>
/// <param name="Applied">Last LSN in its data.</param>
/// <param name="Position">Last message of the log that it read.</param>
/// <param name="Trouble">What keeps it from serving or leading, for people; empty when nothing does.</param>
public readonly record struct WorkerSighting(bool IsReady, bool IsLeader, long Applied, long Position, string Trouble = "");
