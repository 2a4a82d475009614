using System.Diagnostics;
using System.Net;
using Capstan.Core.Stacks;
using Capstan.Gateway.Edge;
using Capstan.Gateway.Fast;
using Capstan.Gateway.Fast.Loops;
using Capstan.Gateway.Fast.Native;
using Capstan.Gateway.Fast.Sessions;
using Capstan.Gateway.Forwarding;
using Capstan.Gateway.Listening;
using Capstan.Gateway.Logging;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Fast.Sessions;

/// <summary>One event loop that serves one service, with its inside open to the test.</summary>
internal sealed class LoopRig : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);
    private readonly DataPlane _plane = new(TimeProvider.System);
    private readonly EventLoop _loop;

    private LoopRig(
        IReadOnlyList<Target> targets, Func<string, CancellationToken, Task<IPAddress[]>>? lookUp, RequestLimits? requests, GatewayLimits limits, ILogSink? sink)
    {
        _plane.Configure([GatewayRig.Service(limits: requests ?? new RequestLimits { Hold = TimeSpan.FromSeconds(2) })]);
        _plane.SetTargets("web", targets);
        if (sink is not null)
            _plane.AccessLog = AccessLog.Open(new AccessLogSpec { Path = "-" }, sink, TimeProvider.System, Log);
        _loop = new EventLoop(0, Time, Log);
        var parts = new PlaneParts(_plane, limits, new TrustedNetworks([]), new ConnectionLimit(limits.Connections), new StopGate(), Time)
        {
            LookUp = lookUp ?? Dns.GetHostAddressesAsync,
        };

        // Nothing is handed over: the service speaks HTTP/1.1.
        Worker = new Worker(_loop, parts, handover: null!);
    }

    public TestLog Log { get; } = new();

    /// <summary>The loop's clock.</summary>
    public JumpingTime Time { get; } = new();

    public Worker Worker { get; }

    /// <summary>Where clients connect.</summary>
    public int Port { get; private set; }

    public static Task<LoopRig> StartAsync(Target target, GatewayLimits? limits = null, ILogSink? sink = null) =>
        StartAsync([target], lookUp: null, requests: null, limits, sink);

    public static async Task<LoopRig> StartAsync(
        IReadOnlyList<Target> targets, Func<string, CancellationToken, Task<IPAddress[]>>? lookUp, RequestLimits? requests = null,
        GatewayLimits? limits = null, ILogSink? sink = null)
    {
        Assert.SkipUnless(FastPlane.IsSupported, "Event loops are for Linux.");
        var rig = new LoopRig(targets, lookUp, requests, limits ?? new GatewayLimits(), sink);
        var descriptor = Listen(out var port);
        rig.Port = port;
        rig._loop.Start();
        await rig.DoAsync(rig.Listener(descriptor, port).Start);
        return rig;
    }

    /// <summary>A listening socket, and its port.</summary>
    public static int Listen(out int port)
    {
        var any = new Capstan.Gateway.Fast.Native.SocketAddress(IPAddress.Loopback, 0);
        var descriptor = Sockets.Listen(any, 1_024, isShared: false, TimeSpan.Zero);
        Assert.True(descriptor >= 0);
        port = Sockets.LocalAddress(descriptor).Port;
        return descriptor;
    }

    /// <summary>A listener of the loop that does not accept yet.</summary>
    public ClientListener Listener(int descriptor, int port) => new(Worker, descriptor, port, Log);

    public ServiceReading Read() => _plane.Read("web")!;

    public void SetTargets(params Target[] targets) => _plane.SetTargets("web", targets);

    /// <summary>Client connections that the loop has.</summary>
    public int Connections => Worker.Parts.Connections.Open;

    /// <summary>The connections to the first of the targets; for the loop's thread.</summary>
    public UpstreamPool Pool() => Worker.PoolOf(_plane.Routes.Match(default, "/web")!.Pool.Set.All[0]);

    /// <summary>Ends the loop, with all that it serves.</summary>
    public Task EndAsync()
    {
        _loop.End();
        return _loop.Ended.WaitAsync(Deadline, TestContext.Current.CancellationToken);
    }

    /// <summary>Does something on the loop's thread.</summary>
    public async Task DoAsync(Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(() =>
        {
            work();
            done.SetResult();
        });
        await done.Task.WaitAsync(Deadline, TestContext.Current.CancellationToken);
    }

    /// <summary>Sets the loop's clock forward, and returns when the loop has looked at what was due by then.</summary>
    public async Task JumpAsync(TimeSpan by)
    {
        Time.Jump(by);
        await TurnAsync();
    }

    /// <summary>Returns when the loop has been told of what happened before, and has looked at its timers since.</summary>
    public async Task TurnAsync()
    {
        await InTurnAsync(static () => { });
        await InTurnAsync(static () => { });
    }

    /// <summary>Does something on the loop's thread; what follows from it, the loop is told of in a later turn, in its order.</summary>
    public async Task InTurnAsync(Action work)
    {
        using var moment = new Moment(_loop, work);
        await DoAsync(moment.Begin);
        await moment.Passed.WaitAsync(Deadline, TestContext.Current.CancellationToken);
    }

    /// <summary>Reads something on the loop's thread.</summary>
    public async Task<T> ReadAsync<T>(Func<T> read)
    {
        T value = default!;
        await DoAsync(() => value = read());
        return value;
    }

    /// <summary>Waits until something holds on the loop's thread.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await ReadAsync(condition))
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Deadline, "The state was not reached in time.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _loop.Dispose();
        if (_plane.AccessLog is { } log)
            await log.DisposeAsync();
        Assert.Empty(Log.Errors);
    }
}
