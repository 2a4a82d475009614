using Capstan.Client;
using Capstan.Control;

namespace Capstan.Commands.Databases.Overview;

/// <summary>Makes an overview of what the database's own API and its stack tell.</summary>
internal static class OverviewMaker
{
    /// <summary>Asks both.</summary>
    /// <exception cref="DatabaseException">The database refuses, or does not answer.</exception>
    /// <exception cref="AdminException">The stack does not answer.</exception>
    public static async Task<DatabaseOverview> AskAsync(DatabaseDoor door, CancellationToken cancellationToken)
    {
        var stack = door.Admin is { } admin ? (await admin.StatusAsync(cancellationToken)).Databases.FirstOrDefault(database => database.Name == door.Name) : null;
        return Of(await door.Client.StatusAsync(cancellationToken), stack, door.Address);
    }

    /// <summary>Puts both together.</summary>
    public static DatabaseOverview Of(DatabaseState state, DatabaseStatus? stack, Uri address)
    {
        var position = state.Leader?.Applied ?? state.Position;
        return new DatabaseOverview
        {
            Database = state.Database,
            Address = stack?.Address ?? address.ToString().TrimEnd('/'),
            Trouble = state.Trouble.Length > 0 ? state.Trouble : null,
            Leader = state.Leader?.Slot,
            Epoch = state.Epoch,
            Position = position,
            Followers = stack?.Followers,
            ReadyFollowers = state.Workers.Count(worker => worker is { IsLeader: false, IsReady: true }),
            LogBytes = state.LogBytes,
            Queues = new OverviewQueues(state.WritesWaiting, state.ReadsWaiting, state.DeadWrites),
            Traffic = stack is null ? null : new OverviewTraffic(stack.Reads, stack.Writes, stack.Errors, stack.ReadsPerSecond, stack.WritesPerSecond),
            Roster = stack?.Roster,
            Workers = [.. Workers(state, stack, position).OrderBy(worker => worker.Slot)],
            Snapshots = [.. state.Snapshots.OrderByDescending(kept => kept.Position).Select(kept => new OverviewSnapshot(kept.Position, kept.Bytes, kept.Digest))],
        };
    }

    private static IEnumerable<OverviewWorker> Workers(DatabaseState state, DatabaseStatus? stack, long position)
    {
        foreach (var member in state.Workers)
            yield return Of(member, stack?.Workers.FirstOrDefault(worker => worker.Slot == member.Slot), position);
        foreach (var worker in stack?.Workers.Where(worker => state.Workers.All(member => member.Slot != worker.Slot)) ?? [])
        {
            yield return new OverviewWorker
            {
                Slot = worker.Slot,
                Pid = worker.Pid,
                State = worker.State,
                Since = worker.Since,
                Applied = worker.Applied,
                Detail = worker.Detail,
            };
        }
    }

    private static OverviewWorker Of(WorkerState member, WorkerStatus? worker, long position) => new()
    {
        Slot = member.Slot,
        Role = member.IsLeader ? "leader" : "follower",
        Pid = member.Pid,
        State = worker?.State ?? (member.IsReady ? "ready" : "starting"),
        Since = worker?.Since,
        Applied = member.Applied,
        Lag = Math.Max(0, position - member.Applied),
        Engine = member.Engine,
        Detail = member.Trouble.Length > 0 ? member.Trouble : worker?.Detail ?? (member.IsReady ? null : "catches up"),
    };
}
