using System.Collections.Immutable;
using Capstan.Database.Log;
using Capstan.Database.Membership;

namespace Capstan.Cluster.Nodes;

/// <summary>What a database's nodes say, as they were last read. Immutable; a node that cannot be understood counts as absent.</summary>
internal sealed record ClusterState
{
    /// <summary>Of an ensemble without any node.</summary>
    public static readonly ClusterState Empty = new();

    /// <summary>By pid.</summary>
    public ImmutableSortedDictionary<int, WorkerNode> Workers { get; init; } = ImmutableSortedDictionary<int, WorkerNode>.Empty;

    /// <summary>By slot.</summary>
    public ImmutableSortedDictionary<int, RosterNode> Roster { get; init; } = ImmutableSortedDictionary<int, RosterNode>.Empty;

    /// <summary>By slot.</summary>
    public ImmutableSortedDictionary<int, ProcessNode> Processes { get; init; } = ImmutableSortedDictionary<int, ProcessNode>.Empty;

    /// <summary>By slot.</summary>
    public ImmutableSortedDictionary<int, RefusedNode> Refused { get; init; } = ImmutableSortedDictionary<int, RefusedNode>.Empty;

    public EpochNode? Epoch { get; init; }

    public MasterNode? Master { get; init; }

    public LsnNode? Snapshot { get; init; }

    public LsnNode? Wanted { get; init; }

    public bool IsForced { get; init; }

    /// <summary>Whether workers find what they have to know; without it the ensemble was set up anew, or somebody cleared it.</summary>
    public bool HasSettings { get; init; }

    /// <summary>With a node read anew.</summary>
    /// <param name="path">The node.</param>
    /// <param name="content">Its content; null when it is not there.</param>
    public ClusterState With(string path, ReadOnlyMemory<byte>? content) => path switch
    {
        NodePaths.Epoch => this with { Epoch = Read<EpochNode>(content) },
        NodePaths.Master => this with { Master = Read<MasterNode>(content) },
        NodePaths.Snapshot => this with { Snapshot = Read<LsnNode>(content) },
        NodePaths.Wanted => this with { Wanted = Read<LsnNode>(content) },
        NodePaths.Settings => this with { HasSettings = content is not null },
        NodePaths.Force => this with { IsForced = content is not null },
        _ when NodePaths.NumberBelow(NodePaths.Workers, path) is { } pid => this with { Workers = Put(Workers, pid, content) },
        _ when NodePaths.NumberBelow(NodePaths.Roster, path) is { } slot => this with { Roster = Put(Roster, slot, content, RosterNode.Unknown) },
        _ when NodePaths.NumberBelow(NodePaths.Processes, path) is { } slot => this with { Processes = Put(Processes, slot, content) },
        _ when NodePaths.NumberBelow(NodePaths.Refused, path) is { } slot => this with { Refused = Put(Refused, slot, content) },
        _ => this,
    };

    /// <summary>
    /// The members' view of it. A leader whose member node is gone leads no more: its <c>master</c> node goes with the same session, and
    /// whoever leads next replaces it.
    /// </summary>
    public MembershipView ToView()
    {
        var leader = Master is { } master && Workers.Values.Any(worker => worker.Id == master.Id) ? master : null;
        return new MembershipView
        {
            Members = [.. Workers.Values.OrderBy(worker => worker.Pid).Select(worker => worker.ToMember())],
            Leader = leader?.Id,
            LeaderEpoch = new Epoch(leader?.Epoch ?? 0),
            Roster = [.. Roster.Keys],
            NewestSnapshot = new Lsn(Snapshot?.Lsn ?? 0),
            WantedSnapshot = new Lsn(Wanted?.Lsn ?? 0),
            IsForced = IsForced && leader is null,
        };
    }

    private static T? Read<T>(ReadOnlyMemory<byte>? content)
        where T : class => content is { } bytes ? NodeJson.Read<T>(bytes) : null;

    /// <param name="nodes">The others.</param>
    /// <param name="number">Pid or slot.</param>
    /// <param name="content">Null when there is none.</param>
    /// <param name="unread">Stands for a node that cannot be understood.</param>
    private static ImmutableSortedDictionary<int, T> Put<T>(
        ImmutableSortedDictionary<int, T> nodes, int number, ReadOnlyMemory<byte>? content, T? unread = null)
        where T : class =>
        content is { } bytes && (NodeJson.Read<T>(bytes) ?? unread) is { } node ? nodes.SetItem(number, node) : nodes.Remove(number);
}
