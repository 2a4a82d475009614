using System.Text.Json.Nodes;
using Capstan.Events;
using Capstan.Testing;

namespace Capstan.Tests.Events;

public sealed class EventLogTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Append_WithFigures_ComesBackWithIdTimeAndFigures()
    {
        using var log = Open();

        var happened = log.Append("scale.decided", "40 requests", "acts", "acts/0#1", new JsonObject { ["count"] = 40 });

        Assert.Equal(1, happened.Id);
        Assert.Equal(_time.GetUtcNow(), happened.Time);
        Assert.Equal([happened], log.Recent(10));
        Assert.Equal("{\"id\":1,\"time\":\"2026-01-01T12:00:00+00:00\",\"kind\":\"scale.decided\",\"service\":\"acts\",\"replica\":\"acts/0#1\",\"reason\":\"40 requests\",\"data\":{\"count\":40}}\n", File.ReadAllText(_folder["events.jsonl"]));
    }

    [Fact]
    public void Append_FileMayNotBeOpenedAfterARotation_KeepsTheEventInMemory()
    {
        using var log = new EventLog(_folder.Path, _time, rotateAt: 1);
        log.Append("a", "one");
        File.Delete(_folder["events.jsonl"]);
        Directory.CreateDirectory(_folder["events.jsonl"]);

        log.Append("b", "two");

        Assert.Equal(["a", "b", EventKinds.EventsNotWritten], log.Recent(10).Select(happened => happened.Kind));
    }

    [Fact]
    public void Recent_AfterRestart_HasTheOldEventsAndIdsGoOn()
    {
        using (var first = Open())
        {
            first.Append("a", "one");
            first.Append("b", "two");
        }

        using var second = Open();
        second.Append("c", "three");

        Assert.Equal([(1, "a"), (2, "b"), (3, "c")], second.Recent(10).Select(happened => ((int)happened.Id, happened.Kind)));
        Assert.Equal([3L], second.Recent(10, after: 2).Select(happened => happened.Id));
        Assert.Equal([2L, 3L], second.Recent(2).Select(happened => happened.Id));
    }

    [Theory]
    [InlineData("{\"id\":3,\"time\":\"2026-01-0", 3)]
    [InlineData("{\"id\":3,\"time\":\"2026-01-01T00:00:00Z\",\"kind\":\"c\",\"reason\":\"whole, without its end\"}", 4)]
    [InlineData("", 3)]
    public void Open_LastLineCutByACrash_KeepsEveryWholeEvent(string tail, long next)
    {
        using (var first = Open())
        {
            first.Append("a", "one");
            first.Append("b", "two");
        }

        File.AppendAllText(_folder["events.jsonl"], tail);

        using var second = Open();
        Assert.Equal(next, second.Append("d", "after the crash").Id);

        using var third = Open();
        Assert.Equal(Enumerable.Range(1, (int)next).Select(id => (long)id), third.Recent(10).Select(happened => happened.Id));
    }

    [Fact]
    public async Task FollowAsync_FromTheStartWhileAppending_MissesAndDoublesNothing()
    {
        using var log = Open();
        for (var i = 0; i < 500; i++)
            log.Append("before", "x");

        var appending = Task.Run(
            () =>
            {
                for (var i = 0; i < 5_000; i++)
                    log.Append("during", "x");
            },
            Cancelled);
        var seen = await log.FollowAsync(0, Cancelled).Take(5_500).Select(happened => happened.Id).ToListAsync(Cancelled);
        await appending;

        Assert.Equal(Enumerable.Range(1, 5_500).Select(id => (long)id), seen);
    }

    [Fact]
    public async Task FollowAsync_SubscriberSlowerThanMemoryLasts_ReadsOnFromTheFiles()
    {
        using var log = Open(rotateAt: 300_000);
        log.Append("first", "x");
        await using var slow = log.FollowAsync(0, Cancelled).GetAsyncEnumerator(Cancelled);
        Assert.True(await slow.MoveNextAsync());

        // More than the ring holds, over a rotation: Append never waited for the subscriber.
        var total = EventLog.InMemory + 1_500;
        for (var i = 1; i < total; i++)
            log.Append("later", "a reason of ordinary length, to fill the file");

        Assert.True(File.Exists(_folder["events.1.jsonl"]));
        for (var id = 2; id <= total; id++)
        {
            Assert.True(await slow.MoveNextAsync());
            Assert.Equal(id, slow.Current.Id);
        }
    }

    [Fact]
    public async Task FollowAsync_NothingNew_WaitsForTheNextEvent()
    {
        using var log = Open();
        log.Append("old", "x");
        await using var following = log.FollowAsync(1, Cancelled).GetAsyncEnumerator(Cancelled);

        var next = following.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        log.Append("new", "y");

        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(10), Cancelled));
        Assert.Equal("new", following.Current.Kind);
    }

    [Fact]
    public void Append_FileFull_KeepsTwoOlderFilesAndAllIdsBetween()
    {
        using var log = Open(rotateAt: 1_000);
        for (var i = 0; i < 100; i++)
            log.Append("filler", "a reason of ordinary length");

        Assert.Equal(["events.1.jsonl", "events.2.jsonl", "events.jsonl"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
        var kept = EventReader.Newest(_folder.Path, 1_000).Select(happened => happened.Id).ToList();
        Assert.Equal(100, kept[^1]);
        Assert.Equal(Enumerable.Range((int)kept[0], kept.Count).Select(id => (long)id), kept);
    }

    [Fact]
    public void Counts_SeveralKinds_CountsEachSinceOpening()
    {
        using (var earlier = Open())
            earlier.Append("a", "x");
        using var log = Open();
        log.Append("a", "x");
        log.Append("b", "x");
        log.Append("b", "x");

        Assert.Equal(new Dictionary<string, long> { ["a"] = 1, ["b"] = 2 }, log.Counts());
    }

    private EventLog Open(long rotateAt = EventLog.DefaultRotateAt) => new(_folder.Path, _time, rotateAt);
}
