using Capstan.Cluster.Ensemble;
using Capstan.Cluster.Nodes;
using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Worker;
using Capstan.ZooKeeper;

namespace Capstan.Cluster.Controlling;

/// <summary>
/// What the controller writes to the ensemble. A pass compares what is with what should be, so that it may fail at any place and is
/// simply made again.
/// </summary>
/// <param name="settings">What workers are told.</param>
/// <param name="known">What an ensemble must not forget.</param>
/// <param name="newest">Looks for the newest snapshot.</param>
internal sealed class Housekeeping(WorkerSettings settings, KnownFile known, Func<Lsn> newest)
{
    private readonly Lock _lock = new();
    private readonly EndedWorkers _ended = new();
    private readonly List<Departed> _departed = [];
    private readonly List<Lsn> _wanted = [];
    private Dictionary<int, ProcessNode> _processes = [];
    private volatile bool _isNewestDue;

    /// <summary>What cannot be done on this side, for people; empty when all can. Another pass is due then, a little later.</summary>
    public string Trouble => known.Trouble;

    /// <summary>The snapshots have changed: the ensemble is told which one is the newest. A pass is due.</summary>
    public void TellNewest() => _isNewestDue = true;

    /// <summary>Takes the list of workers that run.</summary>
    /// <returns>Whether there is something to do.</returns>
    public bool Look(IReadOnlyList<RunningWorker> running)
    {
        var processes = running.Where(worker => worker is { Container: not null, Pid: > 0 })
            .ToDictionary(worker => worker.Slot, worker => new ProcessNode(worker.Container!, worker.Pid));
        lock (_lock)
        {
            var isNew = processes.Any(entry => _processes.GetValueOrDefault(entry.Key) != entry.Value);
            _processes = processes;
            return _ended.Look(running) | isNew;
        }
    }

    /// <summary>Takes the name of a worker's life that is surely over, whatever the runtime lists. A pass is due.</summary>
    public void End(Guid life) => _ended.End(life);

    /// <summary>Remembers whose last word is to be written to the roster.</summary>
    public void Follow(ClusterState before, ClusterState after)
    {
        known.Follow(after);
        var gone = before.Workers.Values.Where(worker => after.Workers.Values.All(other => other.Id != worker.Id));
        lock (_lock)
            _departed.AddRange(gone.Select(worker => new Departed(worker.Slot, worker.Id, worker.HasTold ? worker.Applied : null)));
    }

    /// <summary>Somebody waits for a snapshot, until <see cref="Unwant"/>.</summary>
    public void Want(Lsn lsn)
    {
        lock (_lock)
            _wanted.Add(lsn);
    }

    /// <summary>Somebody has it, or waits no longer.</summary>
    public void Unwant(Lsn lsn)
    {
        lock (_lock)
            _wanted.Remove(lsn);
    }

    /// <summary>
    /// Makes what every member relies on. The settings come last: workers wait for them, and by then nothing that an earlier ensemble
    /// knew is missing.
    /// </summary>
    public async Task PrepareAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        foreach (var folder in NodePaths.Folders)
            await client.TryCreateAsync(folder, default, cancellationToken);
        var must = known.Known;
        if (must.Epoch > 0)
            await client.TryCreateAsync(NodePaths.Epoch, NodeJson.Write(new EpochNode(must.Epoch, Guid.Empty)), cancellationToken);
        foreach (var slot in must.Roster)
            await client.TryCreateAsync(NodePaths.RosterOf(slot), NodeJson.Write(RosterNode.Unknown), cancellationToken);
        await NewestSnapshot.PublishAsync(client, newest, cancellationToken);
        await client.PutAsync(NodePaths.Settings, settings, cancellationToken);
    }

    /// <summary>One pass.</summary>
    public async Task TidyAsync(ZooKeeperClient client, ClusterState state, CancellationToken cancellationToken)
    {
        known.WriteAgain();
        if (!state.HasSettings || known.Known.Roster.Any(slot => !state.Roster.ContainsKey(slot)))
            await PrepareAsync(client, cancellationToken);
        foreach (var ended in _ended.Among(state))
            await RemoveAsync(client, ended, cancellationToken);
        foreach (var departed in Pending())
            await WriteDownAsync(client, departed, cancellationToken);
        foreach (var (slot, process) in Processes().Where(entry => state.Processes.GetValueOrDefault(entry.Key) != entry.Value))
            await client.PutAsync(NodePaths.ProcessOf(slot), process, cancellationToken);
        foreach (var (slot, refused) in state.Refused)
            await ForgetAsync(client, slot, refused, cancellationToken);
        if (state is { IsForced: true } && state.ToView().Leader is not null)
            await client.TryDeleteAsync(NodePaths.Force, -1, cancellationToken);
        await ShowWantedAsync(client, cancellationToken);
        if (_isNewestDue)
            await ShowNewestAsync(client, cancellationToken);
    }

    /// <summary>What changes while it is being told makes a pass due once more.</summary>
    private async Task ShowNewestAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        _isNewestDue = false;
        try
        {
            await NewestSnapshot.PublishAsync(client, newest, cancellationToken);
        }
        catch
        {
            _isNewestDue = true;
            throw;
        }
    }

    /// <summary>
    /// Ends a member whose process has ended. Both of its nodes go at once: without the first nobody would look for the second again. Whether it
    /// led is read now, since it may have begun to after the last news of the nodes. The epoch is read before: only while it is the one that
    /// this member took can nobody else put his leader's node in the place of this one's, which has the same version then. Otherwise it stays
    /// until the next leader replaces it or its session ends; without the member nobody takes it for a leader's.
    /// </summary>
    private static async Task RemoveAsync(ZooKeeperClient client, WorkerNode ended, CancellationToken cancellationToken)
    {
        var path = NodePaths.Worker(ended.Pid);
        var found = await client.ReadAsync<WorkerNode>(path, cancellationToken);
        if (found?.Value?.Id != ended.Id)
            return;
        var epoch = await client.ReadAsync<EpochNode>(NodePaths.Epoch, cancellationToken);
        var master = await client.ReadAsync<MasterNode>(NodePaths.Master, cancellationToken);
        if (epoch?.Value?.Owner != ended.Id || master?.Value?.Id != ended.Id)
        {
            await client.TryDeleteAsync(path, found.Version, cancellationToken);
            return;
        }

        NodeOperation[] both =
        [
            NodeOperation.Check(NodePaths.Epoch, epoch.Version), NodeOperation.Delete(path, found.Version), NodeOperation.Delete(NodePaths.Master, master.Version),
        ];
        var results = await client.MultiAsync(both, cancellationToken);
        if (results.Any(result => result.Error != ZooKeeperError.Ok))
            await client.TryDeleteAsync(path, found.Version, cancellationToken);
    }

    /// <summary>What a member's last word was, or what it came with, unless it wrote that itself or there is a successor by now.</summary>
    private async Task WriteDownAsync(ZooKeeperClient client, Departed departed, CancellationToken cancellationToken)
    {
        var path = NodePaths.RosterOf(departed.Slot);
        if (await client.ReadAsync<RosterNode>(path, cancellationToken) is { Value: { Applied: null } entry, Version: var version } && entry.Id == departed.Id
            && (departed.Applied ?? entry.Before) is { } applied)
        {
            try
            {
                await client.SetAsync(path, NodeJson.Write(entry with { Applied = applied }), version, cancellationToken);
            }
            catch (ZooKeeperException other) when (other.Error is ZooKeeperError.BadVersion or ZooKeeperError.NoNode)
            {
                // A successor came.
            }
        }

        lock (_lock)
            _departed.Remove(departed);
    }

    /// <summary>A refusal that was told is no news at the controller's next start. One that came since then is left for the next pass.</summary>
    private static async Task ForgetAsync(ZooKeeperClient client, int slot, RefusedNode told, CancellationToken cancellationToken)
    {
        var path = NodePaths.RefusedOf(slot);
        if (await client.ReadAsync<RefusedNode>(path, cancellationToken) is { } found && found.Value == told)
            await client.TryDeleteAsync(path, found.Version, cancellationToken);
    }

    /// <summary>Ephemeral, since nobody waits any more when this process has ended.</summary>
    private async Task ShowWantedAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        var shown = await client.ReadAsync<LsnNode>(NodePaths.Wanted, cancellationToken);
        var wanted = Wanted();
        if (shown is not null && (wanted == 0 || shown.Session != client.SessionId))
        {
            await client.TryDeleteAsync(NodePaths.Wanted, -1, cancellationToken);
            shown = null;
        }

        if (wanted == 0 || shown?.Value?.Lsn == wanted)
            return;
        if (shown is null)
            await client.CreateAsync(NodePaths.Wanted, NodeJson.Write(new LsnNode(wanted)), NodeKind.Ephemeral, cancellationToken: cancellationToken);
        else
            await client.SetAsync(NodePaths.Wanted, NodeJson.Write(new LsnNode(wanted)), cancellationToken: cancellationToken);
    }

    private long Wanted()
    {
        lock (_lock)
            return _wanted.DefaultIfEmpty().Max().Value;
    }

    private List<Departed> Pending()
    {
        lock (_lock)
            return [.. _departed];
    }

    private Dictionary<int, ProcessNode> Processes()
    {
        lock (_lock)
            return _processes;
    }
}
