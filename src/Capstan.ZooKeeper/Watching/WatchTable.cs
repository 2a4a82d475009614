namespace Capstan.ZooKeeper.Watching;

/// <summary>
/// Who watches what: one-shot watches that are gone once told, and lasting ones. Keyed by the servers' paths, since the watches of a session
/// are set again on each new connection. Not for several threads at once.
/// </summary>
/// <param name="chroot">Makes the caller's paths of the servers'.</param>
internal sealed class WatchTable(Chroot chroot)
{
    private readonly ShotTable _data = new();
    private readonly ShotTable _exist = new();
    private readonly ShotTable _child = new();
    private readonly Dictionary<string, List<NodeWatch>> _lasting = [];
    private readonly Dictionary<string, int> _asked = [];

    /// <summary>All lasting watches.</summary>
    public IReadOnlyList<NodeWatch> Lasting => [.. _lasting.Values.SelectMany(watches => watches)];

    /// <summary>Notes a one-shot watch that the server has set.</summary>
    public void Add(ShotKind kind, string path, Action<NodeEvent> shot) => TableOf(kind).Add(path, shot);

    /// <summary>A one-shot watch may be set on the server that is not noted yet.</summary>
    public void Ask(string path) => _asked[path] = _asked.GetValueOrDefault(path) + 1;

    /// <summary>It is noted by now, or not set.</summary>
    public void Answered(string path)
    {
        if (--_asked[path] == 0)
            _asked.Remove(path);
    }

    /// <summary>Notes a lasting watch.</summary>
    public void Add(NodeWatch watch, string path)
    {
        if (!_lasting.TryGetValue(path, out var watches))
            _lasting.Add(path, watches = []);
        watches.Add(watch);
    }

    /// <summary>Forgets a lasting watch.</summary>
    /// <returns>Whether the server should forget it too: nobody else has one there that would go with it.</returns>
    public bool Remove(NodeWatch watch, string path)
    {
        if (!_lasting.TryGetValue(path, out var watches) || !watches.Remove(watch))
            return false;
        if (watches.Count > 0)
            return false;
        _lasting.Remove(path);
        return !_data.Contains(path) && !_exist.Contains(path) && !_child.Contains(path) && !_asked.ContainsKey(path);
    }

    /// <summary>
    /// What the server must be asked for at a path: null for nothing. A server keeps one lasting watch of a session and path, and a
    /// recursive one is the larger: of it the other can be told.
    /// </summary>
    public bool? IsRecursive(string path) =>
        _lasting.TryGetValue(path, out var watches) ? watches.Exists(watch => watch.IsRecursive) : null;

    /// <summary>Whom an event of a server is for. One-shot watches are gone with it.</summary>
    public IReadOnlyList<Delivery> Take(NodeEventKind kind, string path)
    {
        var told = new List<Delivery>();
        if (TablesOf(kind).Length == 0)
            return told;
        var news = new NodeEvent(kind, chroot.Inner(path));
        foreach (var table in TablesOf(kind))
            told.AddRange(table.Take(path).Select(shot => new Delivery(shot, news)));
        TellParent(told, kind, path);
        if (_lasting.Count > 0)
            TellLasting(told, news, path);
        return told;
    }

    /// <summary>What all lasting watches are told once they are set again.</summary>
    public IReadOnlyList<Delivery> Missed() => [.. Lasting.Select(Missed)];

    /// <summary>What those at a path are told once they are set.</summary>
    public IReadOnlyList<Delivery> MissedAt(string path) =>
        _lasting.TryGetValue(path, out var watches) ? [.. watches.Select(Missed)] : [];

    /// <summary>Takes out the lasting watches of a path.</summary>
    public IReadOnlyList<NodeWatch> TakeLasting(string path) => _lasting.Remove(path, out var watches) ? watches : [];

    /// <summary>Takes out the one-shot watches, which are told that the session is over.</summary>
    public IReadOnlyList<Delivery> Ended()
    {
        var told = new List<Delivery>();
        foreach (var table in new[] { _data, _exist, _child })
        {
            foreach (var path in table.Paths.ToArray())
                told.AddRange(table.Take(path).Select(shot => new Delivery(shot, new NodeEvent(NodeEventKind.Ended, chroot.Inner(path)))));
        }

        return told;
    }

    /// <summary>All that must be set again on a new connection.</summary>
    public WatchList Everything() => new(
        _data.Paths,
        _exist.Paths,
        _child.Paths,
        [.. _lasting.Keys.Where(path => IsRecursive(path) == false)],
        [.. _lasting.Keys.Where(path => IsRecursive(path) == true)]);

    // Where a recursive watch has taken the place of a one-shot one of the children, the server tells of the child alone.
    private void TellParent(List<Delivery> told, NodeEventKind kind, string path)
    {
        if (path == "/" || kind is not (NodeEventKind.Created or NodeEventKind.Deleted))
            return;
        var parent = NodePath.Parent(path);
        var news = new NodeEvent(NodeEventKind.ChildrenChanged, chroot.Inner(parent));
        told.AddRange(_child.Take(parent).Select(shot => new Delivery(shot, news)));
    }

    private static Delivery Missed(NodeWatch watch) => new(watch.Tell, new NodeEvent(NodeEventKind.Missed, watch.Path));

    private void TellLasting(List<Delivery> told, NodeEvent news, string path)
    {
        if (_lasting.TryGetValue(path, out var here))
            told.AddRange(here.Where(watch => Sees(watch, news.Kind)).Select(watch => new Delivery(watch.Tell, news)));
        if (path == "/" || news.Kind == NodeEventKind.ChildrenChanged)
            return;
        var parent = NodePath.Parent(path);
        for (var above = parent; ; above = NodePath.Parent(above))
        {
            if (_lasting.TryGetValue(above, out var watches))
                TellAbove(told, news, watches, isParent: above == parent);
            if (above == "/")
                return;
        }
    }

    // A recursive watch hides the other kind at its node: what that would have told is made of what this tells.
    private static void TellAbove(List<Delivery> told, NodeEvent news, List<NodeWatch> watches, bool isParent)
    {
        if (!watches.Exists(watch => watch.IsRecursive))
            return;
        foreach (var watch in watches)
        {
            if (watch.IsRecursive)
                told.Add(new Delivery(watch.Tell, news));
            else if (isParent && (news.Kind is NodeEventKind.Created or NodeEventKind.Deleted))
                told.Add(new Delivery(watch.Tell, new NodeEvent(NodeEventKind.ChildrenChanged, watch.Path)));
        }
    }

    private static bool Sees(NodeWatch watch, NodeEventKind kind) => !watch.IsRecursive || kind != NodeEventKind.ChildrenChanged;

    private ShotTable TableOf(ShotKind kind) => kind switch
    {
        ShotKind.Data => _data,
        ShotKind.Exist => _exist,
        _ => _child,
    };

    private ShotTable[] TablesOf(NodeEventKind kind) => kind switch
    {
        NodeEventKind.Created or NodeEventKind.DataChanged => [_data, _exist],
        NodeEventKind.Deleted => [_data, _exist, _child],
        NodeEventKind.ChildrenChanged => [_child],
        _ => [],
    };
}
