namespace Capstan.Containers;

/// <summary>What replicas have written to standard output and error.</summary>
public interface IReplicaLogs
{
    /// <summary>
    /// Lines of one service or of all, each replica's in its own order and replicas merged by time; with
    /// <see cref="LogQuery.Follow"/> until cancelled, replicas that start later included. Replicas that ended are read as long as
    /// their runtime keeps their output.
    /// </summary>
    IAsyncEnumerable<LogLine> ReadAsync(LogQuery query, CancellationToken cancellationToken);
}
