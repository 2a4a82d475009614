using Capstan.ZooKeeper.Watching;
using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper.Tests.Watching;

/// <summary>Whom an event is for, and what a new connection needs.</summary>
public sealed class WatchTableTests
{
    private readonly WatchTable _table = new(new Chroot("/r"));
    private readonly List<string> _told = [];

    [Theory]
    [InlineData(NodeEventKind.Created, "data exist up:ChildrenChanged")]
    [InlineData(NodeEventKind.DataChanged, "data exist")]
    [InlineData(NodeEventKind.Deleted, "data exist child up:ChildrenChanged")]
    [InlineData(NodeEventKind.ChildrenChanged, "child")]
    [InlineData((NodeEventKind)99, "")]
    public void A_one_shot_watch_is_told_of_its_own_kinds_once(NodeEventKind kind, string told)
    {
        _table.Add(ShotKind.Data, "/r/a", _ => _told.Add("data"));
        _table.Add(ShotKind.Exist, "/r/a", _ => _told.Add("exist"));
        _table.Add(ShotKind.Child, "/r/a", _ => _told.Add("child"));
        _table.Add(ShotKind.Child, "/r", news => _told.Add($"up:{news.Kind}"));
        Deliver(kind, "/r/a");
        Deliver(kind, "/r/a");
        Assert.Equal(told, string.Join(' ', _told));
    }

    [Fact]
    public void Events_name_the_callers_path()
    {
        _table.Add(ShotKind.Data, "/r", news => _told.Add(news.Path));
        _table.Add(ShotKind.Data, "/r/a/b", news => _told.Add(news.Path));
        Deliver(NodeEventKind.DataChanged, "/r");
        Deliver(NodeEventKind.DataChanged, "/r/a/b");
        Assert.Equal(["/", "/a/b"], _told);
    }

    [Fact]
    public void A_new_connection_needs_every_watch_once_and_the_larger_kind()
    {
        _table.Add(ShotKind.Data, "/r/d", _ => { });
        _table.Add(ShotKind.Data, "/r/d", _ => { });
        _table.Add(ShotKind.Exist, "/r/e", _ => { });
        _table.Add(ShotKind.Child, "/r/c", _ => { });
        Add("/n", isRecursive: false);
        var wide = Add("/w", isRecursive: true);
        Add("/w", isRecursive: false);

        var all = _table.Everything();
        Assert.Equal(["/r/d"], all.Data);
        Assert.Equal(["/r/e"], all.Exist);
        Assert.Equal(["/r/c"], all.Child);
        Assert.Equal(["/r/n"], all.Persistent);
        Assert.Equal(["/r/w"], all.Recursive);
        Assert.False(_table.Remove(wide, "/r/w"));
        Assert.Equal(["/r/n", "/r/w"], _table.Everything().Persistent.Order());
    }

    [Fact]
    public void A_lasting_watch_goes_from_the_server_with_the_last_one_unless_it_would_take_others_along()
    {
        var (one, two) = (Add("/n", isRecursive: false), Add("/n", isRecursive: false));
        Assert.False(_table.Remove(one, "/r/n"));
        Assert.True(_table.Remove(two, "/r/n"));
        Assert.False(_table.Remove(two, "/r/n"));

        var three = Add("/n", isRecursive: false);
        _table.Add(ShotKind.Child, "/r/n", _ => { });
        Assert.False(_table.Remove(three, "/r/n"));
    }

    [Fact]
    public async Task Lasting_watches_see_what_is_theirs()
    {
        var (top, own, below) = (Add("/", isRecursive: true), Add("/a", isRecursive: false), Add("/a/b", isRecursive: true));
        foreach (var (to, news) in _table.Missed())
            to(news);
        Deliver(NodeEventKind.Created, "/r/a/b");
        Deliver(NodeEventKind.DataChanged, "/r/a");
        Deliver(NodeEventKind.ChildrenChanged, "/r/a");
        Deliver((NodeEventKind)99, "/r/a");
        Deliver(NodeEventKind.Deleted, "/r/near");

        Assert.Equal(["Missed /", "Created /a/b", "DataChanged /a", "Deleted /near"], await ReadAsync(top));
        Assert.Equal(["Missed /a", "DataChanged /a", "ChildrenChanged /a"], await ReadAsync(own));
        Assert.Equal(["Missed /a/b", "Created /a/b"], await ReadAsync(below));
    }

    [Fact]
    public void The_end_is_told_to_every_one_shot_watch()
    {
        foreach (var kind in Enum.GetValues<ShotKind>())
            _table.Add(kind, "/r/a", news => _told.Add($"{news.Kind} {news.Path}"));
        foreach (var (to, news) in _table.Ended())
            to(news);
        Assert.Equal(["Ended /a", "Ended /a", "Ended /a"], _told);
        Assert.Empty(_table.Ended());
    }

    [Fact]
    public void Without_lasting_watches_the_older_call_sets_them()
    {
        var one = Assert.Single(new WatchList(["/a"], [], [], [], []).Calls(lastZxid: 5));
        Assert.Equal(OpCode.SetWatches, one.Op);
        Assert.Equal("0000000000000005" + "00000001000000022F61" + "00000000" + "00000000", Convert.ToHexString(one.Body.Written.Span));
        Assert.Equal(OpCode.SetWatches2, Assert.Single(new WatchList(["/a"], [], [], [], ["/b"]).Calls(5)).Op);
        Assert.Empty(new WatchList([], [], [], [], []).Calls(5));
    }

    [Fact]
    public void Many_watches_are_set_in_parts_that_servers_take()
    {
        var paths = Enumerable.Range(0, 10_000).Select(i => $"/{new string('x', 100)}{i}").ToArray();
        var parts = new WatchList(paths, [], paths, [], []).Calls(0).ToArray();
        Assert.InRange(parts.Length, 10, 30);
        Assert.All(parts, part => Assert.True(part.Body.Length < Bodies.Longest));
        var count = 0;
        foreach (var (_, body) in parts)
        {
            var reader = new JuteReader(body.Written.Span);
            reader.Int64();
            count += reader.Texts().Length + reader.Texts().Length + reader.Texts().Length;
        }

        Assert.Equal(20_000, count);
    }

    private NodeWatch Add(string path, bool isRecursive)
    {
        var watch = new NodeWatch(path, isRecursive, _ => { });
        _table.Add(watch, path == "/" ? "/r" : "/r" + path);
        return watch;
    }

    private void Deliver(NodeEventKind kind, string path)
    {
        foreach (var (to, news) in _table.Take(kind, path))
            to(news);
    }

    private static async Task<List<string>> ReadAsync(NodeWatch watch)
    {
        watch.Dispose();
        var told = new List<string>();
        await foreach (var news in watch)
            told.Add($"{news.Kind} {news.Path}");
        return told;
    }
}
