using System.Net.Sockets;
using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Load;

namespace Capstan.SystemTests.Faults;

/// <summary>Requests and connections beyond what the gateway accepts.</summary>
[Collection(nameof(Alone))]
[Trait(GatewayPlane.Trait, GatewayPlane.Full)]
public sealed class LimitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    [Trait(GatewayPlane.Trait, GatewayPlane.Always)]
    public Task Requests_BeyondLimits_AreAnsweredWithTheirStatusAndReachNoReplica() => StackUnderTest.RunAsync(
        new StackDraft(Runtime.Process, new ServiceDraft { KeepsJournal = true }) { GatewayLimits = "body: 1KiB" }, async stack =>
        {
            var port = stack.Draft.GatewayPort;
            var many = string.Concat(Enumerable.Range(0, 101).Select(number => $"X-{number}: a\r\n"));

            Assert.Equal(431, await AskAsync(port, $"GET /work?id=big HTTP/1.1\r\nHost: x\r\nX-Big: {new string('a', 33 * 1024)}\r\n\r\n"));
            Assert.Equal(431, await AskAsync(port, $"GET /work?id=many HTTP/1.1\r\nHost: x\r\n{many}\r\n"));
            Assert.Equal(414, await AskAsync(port, $"GET /work?id={new string('a', 9 * 1024)} HTTP/1.1\r\nHost: x\r\n\r\n"));
            Assert.Equal(413, await AskAsync(port, $"POST /work?id=length HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\n\r\n{new string('a', 2000)}"));
            Assert.Equal(413, await AskAsync(port, $"POST /work?id=chunked HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n{new string('a', 2000)}\r\n0\r\n\r\n"));
            Assert.Equal(400, await AskAsync(port, "POST /work?id=both HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
            Assert.Equal(200, await AskAsync(port, "POST /work?id=good HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" + new string('a', 1000)));
            Assert.Equal(["good"], Executions.Count(stack.Journal).Keys);
        });

    [Fact]
    [Trait(GatewayPlane.Trait, GatewayPlane.Always)]
    public Task Connections_ThousandsIdle_OthersServedAndTheCapHolds()
    {
        var count = Rounds.Of(2_000, 10_000);
        return StackUnderTest.RunAsync(
            new StackDraft(Runtime.Process, new ServiceDraft { Replicas = 2 }) { GatewayLimits = $"connections: {count + 100}, idle_timeout: 5m" },
            async stack =>
            {
                var pid = (await stack.StatusAsync()).Pid;
                var before = ProcessMemory.Resident(pid);
                List<RawClient> clients = [];
                try
                {
                    for (var number = 0; number < count; number++)
                        clients.Add(await OpenAsync(stack.Draft.GatewayPort));
                    var load = LoadClient.Start(new LoadPlan { Target = stack.Gateway, Clients = 4 });
                    await load.MoreAsync(500);
                    var report = await load.StopAsync();
                    var growth = ProcessMemory.Resident(pid) - before;
                    Assert.DoesNotContain(clients, client => client.IsClosed());
                    await AssertCapAsync(stack.Draft.GatewayPort, clients, count + 100);

                    report.AssertAllOk(500);
                    var figures = new Figures("Idle connections");
                    figures.Add("connections", count);
                    figures.Add("memory before (MB)", before);
                    figures.Add("growth of memory (MB)", growth);
                    figures.Add("p99 of others (ms)", LoadReport.Percentile(report.Calls, 0.99).TotalMilliseconds);
                    figures.Keep();
                }
                finally
                {
                    foreach (var client in clients)
                        client.Dispose();
                }
            });
    }

    [Theory]
    [InlineData(Runtime.Process)]
    [InlineData(Runtime.Docker)]
    public async Task ScaleDown_RequestsInFlight_AllAreFinished(Runtime runtime)
    {
        await DockerEngine.NeedAsync(runtime);
        await StackUnderTest.RunAsync(new StackDraft(runtime, new ServiceDraft { Replicas = 3 }), async stack =>
        {
            var load = LoadClient.Start(new LoadPlan { Target = stack.Gateway, Clients = 9, WorkMs = Rounds.Of(2_000, 5_000) });
            await stack.WhenAsync("requests with every replica", TimeSpan.FromSeconds(10), status => status["web"].InFlight == 9);

            Assert.Equal(0, (await stack.CliAsync("scale", "web=1", "--file", stack.File)).Code);
            await stack.WhenAsync("one replica left", TimeSpan.FromSeconds(20), status => status["web"].Replicas.Count == 1);

            (await load.StopAsync()).AssertAllOk(9);
            var gone = (await stack.Admin.EventsAsync()).Where(happened => happened.Kind == "replica.draining").Select(happened => happened.Replica);
            Assert.Equal(["web/2#1", "web/1#1"], gone);
        });
    }

    private static async Task<RawClient> OpenAsync(int port)
    {
        var client = await RawClient.ConnectAsync(port);
        await client.SendAsync("GET /who HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Equal(200, await client.StatusAsync(Patience));
        return client;
    }

    private static async Task AssertCapAsync(int port, List<RawClient> clients, int cap)
    {
        // Health checks and the load's own connections do not count on the listener for long; those below fill it for certain. One that
        // is over the cap may be closed even before its connect has returned.
        var refused = 0;
        while (clients.Count + refused < cap + 20)
        {
            try
            {
                clients.Add(await RawClient.ConnectAsync(port));
            }
            catch (SocketException fault) when (fault.SocketErrorCode == SocketError.ConnectionReset)
            {
                refused++;
            }
        }

        int Closed() => refused + clients.Count(client => client.IsClosed());
        await Until.TrueAsync("connections over the cap closed", TimeSpan.FromSeconds(5), () => Closed() >= 20);
        Assert.InRange(Closed(), 20, 30);
    }

    private static async Task<int> AskAsync(int port, string request)
    {
        using var client = await RawClient.ConnectAsync(port);
        await client.TrySendAsync(request);
        return await client.StatusAsync(Patience);
    }
}
