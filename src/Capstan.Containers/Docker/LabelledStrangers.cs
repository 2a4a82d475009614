using Capstan.Containers.Docker.Wire;

namespace Capstan.Containers.Docker;

/// <summary>
/// Containers that carry the stack's labels and are none of its own, such as one that somebody made from an image of a replica: an image
/// hands its labels on. They are left alone, and told of once each. Any thread.
/// </summary>
internal sealed class LabelledStrangers(Action<string> warn)
{
    private readonly Lock _lock = new();
    private HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Takes all that are there now.</summary>
    public void Look(IReadOnlyList<ContainerSummary> strangers)
    {
        List<ContainerSummary> unknown;
        lock (_lock)
        {
            unknown = [.. strangers.Where(stranger => !_known.Contains(stranger.Id))];
            _known = strangers.Select(stranger => stranger.Id).ToHashSet(StringComparer.Ordinal);
        }

        foreach (var stranger in unknown)
            warn($"The container {stranger.Name} carries this stack's labels and not the name that goes with them: it is taken for somebody else's and left alone.");
    }
}
