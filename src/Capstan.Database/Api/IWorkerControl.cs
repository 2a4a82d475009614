namespace Capstan.Database.Api;

/// <summary>What only the controller can do: it knows the processes of the workers.</summary>
public interface IWorkerControl
{
    /// <summary>Pids of all workers that run, ascending, as of now. Cheap; any thread.</summary>
    IReadOnlyList<int> Pids();

    /// <summary>Ends the leader's process as a crash would and tells its pid; null when nobody leads. It is replaced as after any crash.</summary>
    ValueTask<int?> CrashLeaderAsync(CancellationToken cancellationToken);

    /// <summary>The same for the follower with the highest pid; null when there is none.</summary>
    ValueTask<int?> CrashFollowerAsync(CancellationToken cancellationToken);
}
