using System.Collections.Concurrent;
using Capstan.Database.Embedded;
using Capstan.Database.Embedded.Segments;
using Capstan.Database.Engines;
using Capstan.Database.Worker;

namespace Capstan.Database.Tests.Embedded.Hub;

/// <summary>An engine in a folder, its notices kept.</summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    private readonly SemaphoreSlim _noticed = new(0);

    private EngineUnderTest(EmbeddedEngine engine)
    {
        Engine = engine;
        Engine.Noticed += notice =>
        {
            Notices.Enqueue(notice);
            _noticed.Release();
        };
    }

    public EmbeddedEngine Engine { get; }

    public ConcurrentQueue<EngineNotice> Notices { get; } = [];

    public static async Task<EngineUnderTest> StartAsync(
        string folder, TimeProvider? time = null, ILogDisk? disk = null, TimeSpan? session = null, long segmentBytes = 4096)
    {
        var settings = new WorkerSettings
        {
            Database = "main",
            Session = session ?? TimeSpan.FromSeconds(4),
            KeyRetention = TimeSpan.FromHours(1),
            KeyLimit = 10,
            SnapshotRecords = 100,
            SnapshotBytes = 1 << 20,
            ScrubEvery = TimeSpan.FromMinutes(1),
            IsDurable = false,
        };
        var options = new EmbeddedOptions { Folder = folder, Settings = settings, SegmentBytes = segmentBytes };
        var test = new EngineUnderTest(new EmbeddedEngine(options, time ?? TimeProvider.System, disk ?? new LogDisk()));
        await test.Engine.StartAsync(TestContext.Current.CancellationToken);
        return test;
    }

    public Task<EmbeddedWorkerEngine> JoinAsync(int slot) =>
        EmbeddedWorkerEngine.ConnectAsync(Engine.WorkerEnvironment(slot), "sqlite", 10 + slot, TestContext.Current.CancellationToken);

    /// <summary>The first notice of a kind.</summary>
    public async Task<EngineNotice> NoticeAsync(string kind)
    {
        while (true)
        {
            if (Notices.FirstOrDefault(notice => notice.Kind == kind) is { } found)
                return found;
            await _noticed.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync() => Engine.DisposeAsync();
}
