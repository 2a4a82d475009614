using System.Net;
using Capstan.Core.Stacks;
using Capstan.Gateway.Edge;
using Capstan.Gateway.Fast;
using Capstan.Gateway.Fast.Sessions;
using Capstan.Gateway.Forwarding;
using Capstan.Gateway.Listening;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Fast;

public sealed class FastPlaneTests
{
    [Fact]
    public async Task Close_LoopDoesNotEnd_IsToldAndNotWaitedFor()
    {
        Assert.SkipUnless(FastPlane.IsSupported, "Event loops are for Linux.");
        using var time = new StickingTime();
        var log = new TestLog();
        var parts = new PlaneParts(
            new DataPlane(TimeProvider.System), new GatewayLimits(), new TrustedNetworks([]), new ConnectionLimit(1), new StopGate(), time);
        var plane = new FastPlane(parts, handover: null!, log);
        plane.Bind(new HostPort("127.0.0.1", 0), [IPAddress.Loopback]);
        plane.Start();
        time.Stick();

        await plane.CloseAsync().WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);

        Assert.Contains(log.Errors, text => text.Contains("did not end", StringComparison.Ordinal));
    }

    /// <summary>Whoever reads it on a loop's thread does not come back until the test is over; what waits for a time waits no time.</summary>
    private sealed class StickingTime : TimeProvider, IDisposable
    {
        private readonly ManualResetEventSlim _flow = new(initialState: true);

        public void Stick() => _flow.Reset();

        public override long GetTimestamp()
        {
            if (Thread.CurrentThread.Name?.StartsWith("gateway-", StringComparison.Ordinal) == true)
                _flow.Wait();
            return base.GetTimestamp();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);

        public void Dispose() => _flow.Set();
    }
}
