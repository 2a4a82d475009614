using Capstan.Containers.Processes.Native;
using Capstan.Core.Replicas;

namespace Capstan.Containers.Processes.Guarding;

/// <summary>A replica as its guard keeps it, from the gate until it is stopped.</summary>
internal sealed class GuardReplica(ReplicaId id, ProcessIdentity process, string marker, IReadOnlyList<OutputSource> outputs)
{
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStopping;

    public ReplicaId Id => id;

    /// <summary>The first process of the replica; its number is that of the replica's group and session too.</summary>
    public ProcessIdentity Process => process;

    public string Marker => marker;

    public IReadOnlyList<OutputSource> Outputs => outputs;

    /// <summary>Set while a polite end is under way: what outlives the first process then has its share of the grace too.</summary>
    public bool IsStopping
    {
        get => _isStopping;
        set => _isStopping = value;
    }

    /// <summary>The exit code, once the first process has ended and was reaped.</summary>
    public Task<int> Ended => _ended.Task;

    public void SetEnded(int exitCode) => _ended.TrySetResult(exitCode);
}
