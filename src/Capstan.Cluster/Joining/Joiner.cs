using Capstan.Cluster.Ensemble;
using Capstan.Cluster.Files;
using Capstan.Cluster.Membership;
using Capstan.Cluster.Nodes;
using Capstan.Database.Engines;
using Capstan.Database.Membership;
using Capstan.ZooKeeper;

namespace Capstan.Cluster.Joining;

/// <summary>Makes a worker a member.</summary>
/// <param name="client">Its session.</param>
/// <param name="own">The worker.</param>
/// <param name="folder">Its folder, which names its last life; null for one that keeps nothing.</param>
/// <param name="time">The clock.</param>
internal sealed class Joiner(ZooKeeperClient client, WorkerNode own, string? folder, TimeProvider time)
{
    /// <summary>Time between two looks at whoever is in the way.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    // A server looks at its sessions now and then: half a session later the dead are surely gone.
    private const double SessionsOfPatience = 1.5;

    private readonly string _path = NodePaths.Worker(own.Pid);
    private readonly Guid? _earlier = folder is null ? null : LifeFile.Read(folder);

    /// <summary>
    /// Returns once it is one. Whoever is in the way may be dead, and only his session may still be alive: so it waits that long. When it
    /// fails or is cancelled, nothing stays behind but a slot on the roster, with word of what that has.
    /// </summary>
    /// <exception cref="EngineException">Somebody in the way stays.</exception>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    /// <exception cref="SessionLostException">The session ended meanwhile.</exception>
    public async Task JoinAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (await TryAsync(cancellationToken) is { } reason)
        {
            if (time.GetElapsedTime(began) > client.SessionTimeout * SessionsOfPatience)
            {
                await client.PutAsync(NodePaths.RefusedOf(own.Slot), new RefusedNode(own.Pid, own.Id, reason), cancellationToken);
                throw new EngineException($"The engine refuses this worker: {reason}");
            }

            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }

    /// <returns>What is in the way; null when it has joined.</returns>
    private async Task<string?> TryAsync(CancellationToken cancellationToken)
    {
        switch (JoinRule.Judge(own, _earlier, await PresentAsync(cancellationToken)))
        {
            case JoinVerdict.Wait wait:
                return wait.Reason;
            case JoinVerdict.Remove remove:
                await client.TryDeleteAsync(NodePaths.Worker(remove.Earlier.Node.Pid), remove.Earlier.Version, cancellationToken);
                return $"slot {own.Slot} still shows its last worker (pid {remove.Earlier.Node.Pid})";
            default:
                return await EnterAsync(cancellationToken);
        }
    }

    private async Task<string?> EnterAsync(CancellationToken cancellationToken)
    {
        if (!await CreateAsync(cancellationToken))
            return $"process {own.Pid} is a member already";
        var present = await PresentAsync(cancellationToken);
        var self = present.FirstOrDefault(other => other.Node.Id == own.Id) ?? throw new SessionLostException("The worker's node is gone again.");
        if (JoinRule.MustWithdraw(self, present) is { } reason)
        {
            await client.TryDeleteAsync(_path, self.Version, cancellationToken);
            return reason;
        }

        try
        {
            await EnlistAsync(cancellationToken);
            return null;
        }
        catch
        {
            // It may be on the roster all the same, and nobody else might have seen it come and go.
            await LastWord.SayAsync(client, own, null, time);
            throw;
        }
    }

    /// <summary>
    /// From now on nobody knows what the slot has, but what it had before. Nothing is applied before this is written; and a folder has had
    /// a life only once it is.
    /// </summary>
    private async Task EnlistAsync(CancellationToken cancellationToken)
    {
        var path = NodePaths.RosterOf(own.Slot);
        var entry = await client.ReadAsync<RosterNode>(path, cancellationToken);
        var before = JoinRule.Before(entry is null ? null : entry.Value ?? RosterNode.Unknown, _earlier);
        await client.PutAsync(path, new RosterNode(own.Id, null, before), cancellationToken);
        if (folder is not null)
            LifeFile.Write(folder, own.Id);
    }

    /// <summary>A reply may be lost: then the node that is there tells by its id whose it is.</summary>
    private async Task<bool> CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateAsync(_path, NodeJson.Write(own), NodeKind.Ephemeral, cancellationToken: cancellationToken);
            return true;
        }
        catch (ZooKeeperException fault) when (fault.IsUnknown || fault.Error == ZooKeeperError.NodeExists)
        {
            return (await client.ReadAsync<WorkerNode>(_path, cancellationToken))?.Value?.Id == own.Id;
        }
    }

    private async Task<IReadOnlyList<Present>> PresentAsync(CancellationToken cancellationToken) =>
    [
        .. (await client.WorkersAsync(cancellationToken)).Where(found => found.Value is not null)
            .Select(found => new Present(found.Value!, found.Version, found.Created)),
    ];
}
