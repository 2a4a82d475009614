using System.Net;
using Capstan.Core.Stacks;
using Capstan.Gateway.Edge;
using Capstan.Gateway.Fast;
using Capstan.Gateway.Fast.Loops;
using Capstan.Gateway.Fast.Native;
using Capstan.Gateway.Fast.Sessions;
using Capstan.Gateway.Forwarding;
using Capstan.Gateway.Listening;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Fast.Sessions;

/// <summary>One event loop that serves one target, with its inside open to the test.</summary>
internal sealed class LoopRig : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);
    private readonly DataPlane _plane = new(TimeProvider.System);
    private readonly EventLoop _loop;

    private LoopRig(Target target)
    {
        _plane.Configure([GatewayRig.Service(limits: new RequestLimits { Hold = TimeSpan.FromSeconds(2) })]);
        _plane.SetTargets("web", [target]);
        _loop = new EventLoop(0, TimeProvider.System, Log);
        var parts = new PlaneParts(
            _plane, new GatewayLimits(), new TrustedNetworks([]), new ConnectionLimit(100), new StopGate(), TimeProvider.System);

        // Nothing is handed over: the service speaks HTTP/1.1.
        Worker = new Worker(_loop, parts, handover: null!);
    }

    public TestLog Log { get; } = new();

    public Worker Worker { get; }

    /// <summary>Where clients connect.</summary>
    public int Port { get; private set; }

    public static async Task<LoopRig> StartAsync(Target target)
    {
        Assert.SkipUnless(FastPlane.IsSupported, "Event loops are for Linux.");
        var rig = new LoopRig(target);
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
        var descriptor = Sockets.Listen(any, 16, isShared: false, TimeSpan.Zero);
        Assert.True(descriptor >= 0);
        port = Sockets.LocalAddress(descriptor).Port;
        return descriptor;
    }

    /// <summary>A listener of the loop that does not accept yet.</summary>
    public ClientListener Listener(int descriptor, int port) => new(Worker, descriptor, port, Log);

    /// <summary>The connections to the target; for the loop's thread.</summary>
    public UpstreamPool Pool()
    {
        var targets = _plane.Routes.Match(default, "/web")!.Pool;
        var target = targets.TryPick()!;
        targets.Leave(target);
        return Worker.PoolOf(target);
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

    public async ValueTask DisposeAsync()
    {
        _loop.End();
        await _loop.Ended.WaitAsync(Deadline, TestContext.Current.CancellationToken);
        _loop.Dispose();
        Assert.Empty(Log.Errors);
    }
}
