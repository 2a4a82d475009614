using System.Globalization;
using System.Net;
using System.Net.Sockets;
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
        var plane = new FastPlane(PartsOf(new GatewayLimits(), time), handover: null!, log);
        plane.Bind(new HostPort("127.0.0.1", 0), [IPAddress.Loopback]);
        plane.Start();
        time.Stick();

        await plane.CloseAsync().WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);

        Assert.Contains(log.Errors, text => text.Contains("did not end", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(240, 12_000)]
    [InlineData(0, 0)]
    public async Task Bind_SlowestPace_KernelGivesUpWhoTakesNothingUnlessThereIsNone(int rate, int milliseconds)
    {
        Assert.SkipUnless(FastPlane.IsSupported, "Event loops are for Linux.");
        var plane = new FastPlane(PartsOf(new GatewayLimits { MinimumRate = rate }, TimeProvider.System), handover: null!, new TestLog());

        var address = plane.Bind(new HostPort("127.0.0.1", 0), [IPAddress.Loopback]);

        Assert.Equal(milliseconds, UserTimeoutOf(address.Port));
        await plane.CloseAsync();
    }

    private static PlaneParts PartsOf(GatewayLimits limits, TimeProvider time) =>
        new(new DataPlane(TimeProvider.System), limits, new TrustedNetworks([]), new ConnectionLimit(1), new StopGate(), time);

    /// <summary>TCP_USER_TIMEOUT of a listening socket of this process, which its connections inherit.</summary>
    private static int UserTimeoutOf(int port)
    {
        const int Tcp = 6;
        const int UserTimeout = 18;
        var listens = File.ReadLines("/proc/net/tcp").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .First(fields => fields[1].EndsWith($":{port:X4}", StringComparison.Ordinal) && fields[3] == "0A");
        var link = Directory.GetFileSystemEntries("/proc/self/fd").First(path => new FileInfo(path).LinkTarget == $"socket:[{listens[9]}]");
        using var handle = new SafeSocketHandle(int.Parse(Path.GetFileName(link), CultureInfo.InvariantCulture), ownsHandle: false);
        using var socket = new Socket(handle);
        var value = new byte[sizeof(int)];
        socket.GetRawSocketOption(Tcp, UserTimeout, value);
        return BitConverter.ToInt32(value);
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
