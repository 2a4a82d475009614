using System.Collections.Concurrent;
using Capstan.Containers;
using Capstan.Control.Databases;
using Capstan.Core.Stacks;

namespace Capstan.Tests.Control;

/// <summary>Places of workers that outlive their controller, as containers do, and keep nothing.</summary>
internal sealed class PlacesTwin : IWorkerPlaces
{
    /// <summary>Slots that were removed.</summary>
    public ConcurrentQueue<int> Removed { get; } = [];

    /// <summary>Fails the next removals with this.</summary>
    public Exception? Fault { get; set; }

    public ReplicaTemplate Common { get; set; } = new() { Command = ["worker"] };

    public bool OutliveControllers => true;

    public IReadOnlyList<int> Present() => [];

    public ReplicaTemplate TemplateOf(int slot, IReadOnlyDictionary<string, string> engine) => Common;

    public ReplicaData? DataOf(IReadOnlyDictionary<string, string> engine) => new() { Target = "/data", Folder = "worker" };

    public Task RemoveAsync(int slot, CancellationToken cancellationToken)
    {
        if (Fault is { } fault)
            return Task.FromException(fault);
        Removed.Enqueue(slot);
        return Task.CompletedTask;
    }
}
