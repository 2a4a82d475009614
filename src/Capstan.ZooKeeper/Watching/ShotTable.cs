namespace Capstan.ZooKeeper.Watching;

/// <summary>The one-shot watches of one kind, by the servers' paths.</summary>
internal sealed class ShotTable
{
    private readonly Dictionary<string, List<Action<NodeEvent>>> _shots = [];

    /// <summary>The paths that are watched.</summary>
    public IReadOnlyCollection<string> Paths => _shots.Keys;

    public bool Contains(string path) => _shots.ContainsKey(path);

    public void Add(string path, Action<NodeEvent> shot)
    {
        if (!_shots.TryGetValue(path, out var shots))
            _shots.Add(path, shots = []);
        shots.Add(shot);
    }

    /// <summary>Takes out those of a path.</summary>
    public IReadOnlyList<Action<NodeEvent>> Take(string path) => _shots.Remove(path, out var shots) ? shots : [];
}
