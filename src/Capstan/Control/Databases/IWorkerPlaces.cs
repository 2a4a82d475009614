using Capstan.Containers;
using Capstan.Core.Stacks;

namespace Capstan.Control.Databases;

/// <summary>Where the workers of one database run, and what their slots keep: folders of child processes, or volumes of containers.</summary>
internal interface IWorkerPlaces
{
    /// <summary>What every worker is made from, whatever its slot.</summary>
    ReplicaTemplate Common { get; }

    /// <summary>Whether workers go on after their controller has ended, so that the next one takes over those that fit <see cref="Common"/>.</summary>
    bool OutliveControllers { get; }

    /// <summary>Slots that have kept something, ascending, as of the stack's start.</summary>
    IReadOnlyList<int> Present();

    /// <summary>What a worker in a slot is made from.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="engine">The variables that the engine gives it.</param>
    ReplicaTemplate TemplateOf(int slot, IReadOnlyDictionary<string, string> engine);

    /// <summary>What a worker is given beside that; null when it is given nothing.</summary>
    /// <param name="engine">The variables that the engine gives it.</param>
    ReplicaData? DataOf(IReadOnlyDictionary<string, string> engine);

    /// <summary>Removes what a retired slot has kept; nothing is success.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be removed.</exception>
    /// <exception cref="RuntimeUnavailableException">The engine of the containers does not answer or refuses.</exception>
    Task RemoveAsync(int slot, CancellationToken cancellationToken);
}
