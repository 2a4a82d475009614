namespace Capstan.ZooKeeper.Tests.Watching;

/// <summary>What lies unread in a lasting watch.</summary>
public sealed class NodeWatchTests
{
    private readonly NodeWatch _watch = new("/a", isRecursive: false, _ => { });

    [Fact]
    public async Task Events_wait_for_their_reader_in_order()
    {
        _watch.Tell(new NodeEvent(NodeEventKind.Missed, "/0"));
        for (var i = 1; i < NodeWatch.MaxUnread; i++)
            _watch.Tell(new NodeEvent(NodeEventKind.DataChanged, $"/{i}"));
        _watch.Dispose();
        Assert.Equal(Enumerable.Range(0, NodeWatch.MaxUnread).Select(i => $"/{i}"), (await ReadAsync()).Select(news => news.Path));
    }

    [Fact]
    public async Task More_than_a_slow_reader_can_take_becomes_one_missed()
    {
        _watch.Tell(new NodeEvent(NodeEventKind.Missed, "/a"));
        for (var i = 0; i < NodeWatch.MaxUnread; i++)
            _watch.Tell(new NodeEvent(NodeEventKind.DataChanged, "/a"));
        _watch.Tell(new NodeEvent(NodeEventKind.Deleted, "/a"));
        _watch.Dispose();
        Assert.Equal([NodeEventKind.Missed, NodeEventKind.Deleted], (await ReadAsync()).Select(news => news.Kind));
    }

    /// <summary>Whoever reads one node for each event must have read all of them before.</summary>
    [Fact]
    public async Task Missed_is_the_first_that_is_told()
    {
        _watch.Tell(new NodeEvent(NodeEventKind.Created, "/a"));
        _watch.Tell(new NodeEvent(NodeEventKind.Missed, "/a"));
        _watch.Tell(new NodeEvent(NodeEventKind.Deleted, "/a"));
        _watch.Dispose();
        Assert.Equal([NodeEventKind.Missed, NodeEventKind.Deleted], (await ReadAsync()).Select(news => news.Kind));
    }

    [Fact]
    public async Task A_reader_that_waits_is_woken_cancelled_and_ended()
    {
        await using var events = _watch.GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var next = events.MoveNextAsync();
        Assert.False(next.IsCompleted);
        _watch.Tell(new NodeEvent(NodeEventKind.Missed, "/a"));
        Assert.True(await next);

        using var patience = new CancellationTokenSource();
        await using var other = _watch.GetAsyncEnumerator(patience.Token);
        var cancelled = other.MoveNextAsync();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await cancelled);

        var last = events.MoveNextAsync();
        _watch.End(new ZooKeeperException(ZooKeeperError.SessionExpired));
        var fault = await Assert.ThrowsAsync<ZooKeeperException>(async () => await last);
        Assert.Equal((ZooKeeperError.SessionExpired, "/a"), (fault.Error, fault.Path));
    }

    private async Task<List<NodeEvent>> ReadAsync()
    {
        var read = new List<NodeEvent>();
        await foreach (var news in _watch)
            read.Add(news);
        return read;
    }
}
