using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper.Watching;

/// <summary>The watches that a new connection needs, by the servers' paths.</summary>
internal sealed record WatchList(
    IReadOnlyCollection<string> Data,
    IReadOnlyCollection<string> Exist,
    IReadOnlyCollection<string> Child,
    IReadOnlyCollection<string> Persistent,
    IReadOnlyCollection<string> Recursive)
{
    // A call must stay well below what servers take, and paths are most of it.
    private const int Portion = 128 * 1024;

    private const int Kinds = 5;

    private bool HasLasting => Persistent.Count + Recursive.Count > 0;

    /// <summary>The calls that set them again, each a part.</summary>
    /// <param name="lastZxid">The last transaction seen: of what has changed since, one-shot watches are told at once.</param>
    public IEnumerable<(OpCode Op, JuteWriter Body)> Calls(long lastZxid)
    {
        var part = NewPart();
        var length = 0;
        foreach (var (kind, path) in Everything())
        {
            if (length > 0 && length + path.Length > Portion)
            {
                yield return Call(part, lastZxid);
                (part, length) = (NewPart(), 0);
            }

            part[kind].Add(path);
            length += path.Length + sizeof(int);
        }

        if (length > 0)
            yield return Call(part, lastZxid);
    }

    private static List<string>[] NewPart() => [.. Enumerable.Range(0, Kinds).Select(_ => new List<string>())];

    private IEnumerable<(int Kind, string Path)> Everything()
    {
        IReadOnlyCollection<string>[] all = [Data, Exist, Child, Persistent, Recursive];
        return all.SelectMany((paths, kind) => paths.Select(path => (kind, path)));
    }

    // The older call does for one-shot watches, and servers before 3.6 know no other.
    private (OpCode Op, JuteWriter Body) Call(List<string>[] part, long lastZxid)
    {
        var body = new JuteWriter().Int64(lastZxid);
        foreach (var paths in HasLasting ? part : part[..3])
            body.Texts(paths);
        return (HasLasting ? OpCode.SetWatches2 : OpCode.SetWatches, body);
    }
}
