using Capstan.Cluster.Nodes;
using Capstan.Database.Embedded.Files;

namespace Capstan.Cluster.Controlling;

/// <summary>
/// What the controller keeps of the ensemble on its own disk, so that one that is set up anew, empty, learns again which slots may hold
/// data and that no epoch is given out twice.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class KnownFile(string path)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, Guid> _forgotten = [];
    private Known _known = Load(path);

    /// <summary>What is known now.</summary>
    public Known Known => Volatile.Read(ref _known);

    /// <summary>
    /// Takes over what the ensemble says; on the disk before it returns. A slot that the ensemble lost stays known: only
    /// <see cref="Forget"/> takes it away.
    /// </summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Follow(ClusterState state) => Change(before => new Known(
        state.Workers.Values.Select(worker => worker.Epoch).Append(state.Epoch?.Epoch ?? 0).Append(before.Epoch).Max(),
        [.. before.Roster.Union(state.Roster.Where(IsNoForgottenOne).Select(entry => entry.Key)).Order()]));

    /// <summary>The others have all that a life in a slot had. What is still shown of it counts no more; a later life does.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Forget(int slot, Guid life) => Change(before =>
    {
        _forgotten[slot] = life;
        return before with { Roster = before.Roster.Remove(slot) };
    });

    private bool IsNoForgottenOne(KeyValuePair<int, RosterNode> entry) => !_forgotten.TryGetValue(entry.Key, out var life) || life != entry.Value.Id;

    private void Change(Func<Known, Known> change)
    {
        lock (_lock)
        {
            var (before, now) = (Known, change(Known));
            if (now.Epoch == before.Epoch && now.Roster.SequenceEqual(before.Roster))
                return;
            DurableFile.Replace(path, NodeJson.Write(now));
            Volatile.Write(ref _known, now);
        }
    }

    // A file that says nothing is no reason to stop: workers name their slots again when they start.
    private static Known Load(string path) => (File.Exists(path) ? NodeJson.Read<Known>(File.ReadAllBytes(path)) : null) ?? new Known(0, []);
}
