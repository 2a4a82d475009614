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
    private bool _isUnwritten;
    private string _trouble = "";

    /// <summary>What is known now.</summary>
    public Known Known => Volatile.Read(ref _known);

    /// <summary>Why what is known is not on the disk, for people; empty when it is.</summary>
    public string Trouble => Volatile.Read(ref _trouble);

    /// <summary>
    /// Takes over what the ensemble says; on the disk before it returns, unless there is <see cref="Trouble"/>: this process knows it all the
    /// same. A slot that the ensemble lost stays known: only <see cref="Forget"/> takes it away.
    /// </summary>
    public void Follow(ClusterState state)
    {
        lock (_lock)
        {
            var before = Known;
            var now = new Known(
                state.Workers.Values.Select(worker => worker.Epoch).Append(state.Epoch?.Epoch ?? 0).Append(before.Epoch).Max(),
                [.. before.Roster.Union(state.Roster.Where(IsNoForgottenOne).Select(entry => entry.Key)).Order()]);
            _isUnwritten |= now.Epoch != before.Epoch || !now.Roster.SequenceEqual(before.Roster);
            Volatile.Write(ref _known, now);
            TryWrite();
        }
    }

    /// <summary>Tries once more to write what could not be written; nothing happens when there is nothing.</summary>
    public void WriteAgain()
    {
        lock (_lock)
            TryWrite();
    }

    /// <summary>The others have all that a life in a slot had. What is still shown of it counts no more; a later life does.</summary>
    /// <exception cref="IOException">It cannot be written, and nothing is forgotten.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void Forget(int slot, Guid life)
    {
        lock (_lock)
        {
            Write(Known with { Roster = Known.Roster.Remove(slot) });
            _forgotten[slot] = life;
        }
    }

    private bool IsNoForgottenOne(KeyValuePair<int, RosterNode> entry) => !_forgotten.TryGetValue(entry.Key, out var life) || life != entry.Value.Id;

    private void TryWrite()
    {
        if (!_isUnwritten)
            return;
        try
        {
            Write(Known);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Volatile.Write(ref _trouble, $"{path} cannot be written, so the next start may not know which slots hold data: {fault.Message.TrimEnd('.')}. It is tried again every second.");
        }
    }

    private void Write(Known now)
    {
        DurableFile.Replace(path, NodeJson.Write(now));
        Volatile.Write(ref _known, now);
        _isUnwritten = false;
        Volatile.Write(ref _trouble, "");
    }

    // A file that says nothing is no reason to stop: workers name their slots again when they start.
    private static Known Load(string path) => (File.Exists(path) ? NodeJson.Read<Known>(File.ReadAllBytes(path)) : null) ?? new Known(0, []);
}
