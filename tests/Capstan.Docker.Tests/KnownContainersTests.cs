using System.Collections.Concurrent;
using Capstan.Containers;
using Capstan.Containers.Docker;
using Capstan.Testing;

namespace Capstan.Docker.Tests;

/// <summary>
/// An engine answers no question about a container that it starts or clears away just now. A real one cannot be held there at will: these
/// ask one that answers as told.
/// </summary>
public sealed class KnownContainersTests : IAsyncDisposable
{
    private const int Deadline = 30_000;
    private static readonly DockerStack Stack = new("lab", "lab", "/");
    private readonly ToldEngine _told = new(Stack);
    private readonly DockerEngine _engine;
    private readonly DockerRuntime _runtime;
    private readonly ConcurrentQueue<string> _warnings = new();

    public KnownContainersTests()
    {
        _engine = new DockerEngine(_told.Path, TimeProvider.System);
        _runtime = new DockerRuntime(_engine, Stack, TimeProvider.System, warn: _warnings.Enqueue);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _runtime.DisposeAsync();
        _engine.Dispose();
        await _told.DisposeAsync();
    }

    [Fact(Timeout = Deadline)]
    public async Task List_OneContainerGivesNoAnswer_OthersAreReportedAndItToo()
    {
        _told.List(("a", "running"), ("b", "exited"));
        _told.Show("b", slot: 1, pid: 0, exitCode: 5);
        var listed = await _runtime.ListAsync(Token);
        Assert.Equal([(0, true, 0, null, 8000), (1, false, 0, (int?)5, 8001)], listed.Select(Shown));
    }

    [Fact(Timeout = Deadline)]
    public async Task List_EndWasTold_ReportsItWithoutAsking()
    {
        await using var events = await WatchingAsync(("a", "running"));
        _told.Show("a", slot: 0, pid: 7);
        Assert.Equal((0, true, 7, null, 8000), Shown(Assert.Single(await _runtime.ListAsync(Token))));
        _told.Silence(ToldEngine.Inspection("a"));
        _told.TellEnd("a", slot: 0, exitCode: 70);
        Assert.Equal(RuntimeEventKind.Exited, (await NextAsync(events)).Kind);
        Assert.Equal((0, false, 0, 70, 8000), Shown(Assert.Single(await _runtime.ListAsync(Token))));
        Assert.Equal(1, _told.TimesAsked(ToldEngine.Inspection("a")));
    }

    [Fact(Timeout = Deadline)]
    public async Task List_EndWasToldWithADoubtfulCode_AsksForIt()
    {
        await using var events = await WatchingAsync(("a", "running"));
        _told.Show("a", slot: 0, pid: 7);
        await _runtime.ListAsync(Token);
        _told.Show("a", slot: 0, pid: 0, exitCode: 71);
        _told.TellEnd("a", slot: 0, exitCode: 255);
        await NextAsync(events);
        Assert.Equal((0, false, 0, 71, 8000), Shown(Assert.Single(await _runtime.ListAsync(Token))));
    }

    [Fact(Timeout = Deadline)]
    public async Task List_NothingChanged_AsksForNoContainerAgain()
    {
        await using var events = await WatchingAsync(("a", "running"), ("b", "exited"), ("c", "created"));
        _told.Show("a", slot: 0, pid: 7);
        _told.Show("b", slot: 1, pid: 0, exitCode: 5);
        var first = await _runtime.ListAsync(Token);
        Assert.Equal([(0, true, 7, null, 8000), (1, false, 0, (int?)5, 8001), (2, false, 0, null, 8002)], first.Select(Shown));
        Assert.Equal(first, await _runtime.ListAsync(Token));
        Assert.Equal((1, 1, 0), (_told.TimesAsked(ToldEngine.Inspection("a")), _told.TimesAsked(ToldEngine.Inspection("b")), _told.TimesAsked(ToldEngine.Inspection("c"))));
    }

    [Fact(Timeout = Deadline)]
    public async Task List_NobodyWatches_AsksEveryTime()
    {
        _told.List(("a", "running"));
        _told.Show("a", slot: 0, pid: 7);
        await _runtime.ListAsync(Token);
        _told.Show("a", slot: 0, pid: 8);
        Assert.Equal(8, Assert.Single(await _runtime.ListAsync(Token)).Pid);
    }

    [Fact(Timeout = Deadline)]
    public async Task List_ContainerWasStartedAgain_ReportsItsNewProcess()
    {
        await using var events = await WatchingAsync(("a", "running"));
        _told.Show("a", slot: 0, pid: 7);
        await _runtime.ListAsync(Token);
        _told.Show("a", slot: 0, pid: 8);
        _told.TellEnd("a", slot: 0, exitCode: 70);
        _told.TellStart("a", slot: 0);
        await NextAsync(events);
        Assert.Equal(RuntimeEventKind.Started, (await NextAsync(events)).Kind);
        Assert.Equal((0, true, 8, null, 8000), Shown(Assert.Single(await _runtime.ListAsync(Token))));
    }

    [Fact(Timeout = Deadline)]
    public async Task List_ListingTellsAnEndThatWasNotHeard_AsksForIt()
    {
        await using var events = await WatchingAsync(("a", "running"));
        _told.Show("a", slot: 0, pid: 7);
        await _runtime.ListAsync(Token);
        _told.List(("a", "exited"));
        _told.Show("a", slot: 0, pid: 0, exitCode: 72);
        Assert.Equal((0, false, 0, 72, 8000), Shown(Assert.Single(await _runtime.ListAsync(Token))));
    }

    [Fact(Timeout = Deadline)]
    public async Task List_AnInspectionWasLate_WaitsForThatContainerNoMoreAndKeepsWhatWasKnown()
    {
        var time = new ManualTimeProvider();
        using var engine = new DockerEngine(_told.Path, time);
        await using var runtime = new DockerRuntime(engine, Stack, time);
        _told.List(("a", "running"));
        _told.Show("a", slot: 0, pid: 7);
        await runtime.ListAsync(Token);
        _told.Silence(ToldEngine.Inspection("a"));
        var late = runtime.ListAsync(Token);
        while (_told.TimesAsked(ToldEngine.Inspection("a")) < 2)
            await Task.Delay(10, Token);
        while (!late.IsCompleted)
        {
            time.Advance(ContainerBook.Patience);
            await Task.Delay(10, Token);
        }

        Assert.Equal((0, true, 7, null, 8000), Shown(Assert.Single(await late)));
        // The clock stands: whoever waits for the inspection now waits until the test's deadline.
        Assert.Equal((0, true, 7, null, 8000), Shown(Assert.Single(await runtime.ListAsync(Token))));
        Assert.Equal(2, _told.TimesAsked(ToldEngine.Inspection("a")));
    }

    [Fact(Timeout = Deadline)]
    public async Task List_InspectionIsRefusedAgainAndAgain_IsSaidOnce()
    {
        _told.List(("a", "running"));
        _told.Answer(ToldEngine.Inspection("a"), """{"message":"out of order"}""", 500);
        for (var i = 0; i < 4; i++)
            Assert.Equal((0, true, 0, null, 8000), Shown(Assert.Single(await _runtime.ListAsync(Token))));
        var warning = Assert.Single(_warnings);
        Assert.Contains("web-0-1-", warning, StringComparison.Ordinal);
        Assert.Contains("out of order", warning, StringComparison.Ordinal);
    }

    private static (int Slot, bool IsRunning, int Pid, int? ExitCode, int Port) Shown(RuntimeReplica replica) =>
        (replica.Id.Slot, replica.IsRunning, replica.Pid, replica.ExitCode, replica.Port);

    /// <summary>Events from now on, of an engine with these containers.</summary>
    private async Task<IAsyncEnumerator<RuntimeEvent>> WatchingAsync(params (string Container, string State)[] listed)
    {
        _told.List(listed);
        var events = _runtime.WatchAsync(Token).GetAsyncEnumerator(Token);
        Assert.Equal(RuntimeEventKind.Resync, (await NextAsync(events)).Kind);
        return events;
    }

    private static async Task<RuntimeEvent> NextAsync(IAsyncEnumerator<RuntimeEvent> events)
    {
        Assert.True(await events.MoveNextAsync());
        return events.Current;
    }
}
