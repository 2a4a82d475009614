using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Edge;

public sealed class SmugglingTests
{
    private const string Next = "GET /web/next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    [Theory]
    [MemberData(nameof(SmugglingCorpus.All), MemberType = typeof(SmugglingCorpus))]
    public async Task Send_AmbiguousRequest_ReachesRecorderAsOneRequestOrNone(Payload payload)
    {
        await using var backend = new RawBackend(Recorder.EchoAsync);
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        rig.SetTargets(backend.AsTarget());

        var answer = await RawClient.AskAsync(rig.Port, payload.Bytes + Next, silence: 1.5);

        var received = backend.Received;
        Assert.Equal(payload.Expected, backend.Lines.Count(line => !line.Contains("/web/next")));
        Assert.All(received.Split("\r\n\r\n"), head =>
            Assert.False(head.Contains("Content-Length:", StringComparison.OrdinalIgnoreCase)
                && head.Contains("Transfer-Encoding:", StringComparison.OrdinalIgnoreCase)));
        if (payload.Expected == 0 && !answer.StartsWith("HTTP/1.1 404"))
        {
            Assert.Matches("^HTTP/1.1 (400|405|414|431|505) ", answer);
            Assert.EndsWith("<closed>", answer);
            Assert.DoesNotContain("/web/next", answer);
            Assert.DoesNotContain("GET /web/next", received);
        }
        else
        {
            Assert.Contains("GET /web/next HTTP/1.1<closed>", answer);
        }
    }
}
