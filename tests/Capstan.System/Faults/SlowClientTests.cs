using System.Diagnostics;
using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Load;

namespace Capstan.SystemTests.Faults;

/// <summary>Clients that hold connections by being slow, beside others that behave.</summary>
[Collection(nameof(Alone))]
[Trait(GatewayPlane.Trait, GatewayPlane.Full)]
public sealed class SlowClientTests
{
    private const double MostGrowth = 200;

    private static readonly TimeSpan ClosedWithin = TimeSpan.FromSeconds(15);

    [Fact]
    public Task Clients_SendHeadersByteByByte_AreClosedAndOthersServed() =>
        RunAsync("Slow headers", 2_000, _ => "GET /work?id=slow HTTP/1.1\r\nHost: x\r\nX-Slow: ", "a");

    [Fact]
    [Trait(GatewayPlane.Trait, GatewayPlane.Always)]
    public Task Clients_SendBodyByteByByte_AreClosedAndOthersServed() =>
        RunAsync("Slow bodies", 300, _ => "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n", "a");

    [Fact]
    public Task Clients_DoNotReadTheirAnswer_AreClosedAndOthersServed() =>
        // Every second answer is so small that it lies in the kernel's buffers whole and the gateway waits for nobody.
        RunAsync("Slow readers", 50, number => $"GET /big?bytes={(number % 2 == 0 ? 8_000_000 : 100_000)} HTTP/1.1\r\nHost: x\r\n\r\n", null);

    private static Task RunAsync(string name, int count, Func<int, string> begin, string? drop) => StackUnderTest.RunAsync(
        new StackDraft(Runtime.Process, new ServiceDraft { Replicas = 2 }) { GatewayLimits = Rounds.Of("header_timeout: 5s", "header_timeout: 10s") },
        async stack =>
        {
            var pid = (await stack.StatusAsync()).Pid;
            var load = LoadClient.Start(new LoadPlan { Target = stack.Gateway, Clients = 4 });
            await load.MoreAsync(400);
            var before = ProcessMemory.Resident(pid);
            var start = Stopwatch.GetTimestamp();
            List<RawClient> clients = [];
            try
            {
                for (var number = 0; number < count; number++)
                {
                    clients.Add(await RawClient.ConnectAsync(stack.Draft.GatewayPort, drop is null ? 4_096 : null));
                    await clients[^1].SendAsync(begin(number));
                }

                var opened = Stopwatch.GetElapsedTime(start);
                var most = before;
                var closed = await ClosedAsync(stack.Draft.GatewayPort, clients, drop, () => most = Math.Max(most, ProcessMemory.Resident(pid)));
                await load.MoreAsync(100);
                var report = await load.StopAsync();

                var figures = new Figures(name);
                figures.Add("connections", count);
                figures.Add("opened within (s)", opened.TotalSeconds);
                figures.Add("all closed after (s)", closed.TotalSeconds);
                figures.Add("p99 of others (ms)", LoadReport.Percentile(report.Calls, 0.99).TotalMilliseconds);
                figures.Add("growth of memory (MB)", most - before);
                figures.Keep();
                report.AssertAllOk(100);
                Assert.InRange(LoadReport.Percentile(report.Calls, 0.99), TimeSpan.Zero, TimeSpan.FromMilliseconds(300));
                Assert.InRange(most - before, double.MinValue, MostGrowth);
                Assert.InRange(closed, TimeSpan.Zero, ClosedWithin);
            }
            finally
            {
                foreach (var client in clients)
                    client.Dispose();
            }
        });

    /// <summary>Sends a drop on each connection every 5 s until all are closed, counted from the last one's opening.</summary>
    private static async Task<TimeSpan> ClosedAsync(int port, List<RawClient> clients, string? drop, Action look)
    {
        var open = clients.ToList();
        var dropped = Stopwatch.GetTimestamp();
        return await Until.TrueAsync("all slow connections closed", TimeSpan.FromSeconds(40), async () =>
        {
            look();
            if (drop is null)
            {
                // One that does not read does not see its end; the kernel knows who is connected.
                var connected = Connections.To(port);
                open.RemoveAll(client => !connected.Contains(client.LocalPort));
                return open.Count == 0;
            }

            open.RemoveAll(client => client.IsClosed());
            if (Stopwatch.GetElapsedTime(dropped) > TimeSpan.FromSeconds(5))
            {
                dropped = Stopwatch.GetTimestamp();
                foreach (var client in open)
                    await client.TrySendAsync(drop);
            }

            return open.Count == 0;
        }, () => $"{open.Count} of {clients.Count} are open.");
    }
}
