using System.Collections.Concurrent;
using Capstan.Gateway.Tests.Rig;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Capstan.Gateway.Tests.Edge;

/// <summary>The corpus against real servers: each must see as many requests as the recorder did.</summary>
public sealed class SmugglingServerTests
{
    [Fact]
    public async Task Send_Corpus_NginxSeesOneRequestOrNoneOfEach()
    {
        await using var nginx = await Nginx.StartAsync();
        await RunAsync(nginx.Port, () => nginx.Seen);
    }

    [Fact]
    public async Task Send_Corpus_HaProxySeesOneRequestOrNoneOfEach()
    {
        await using var haproxy = await HaProxy.StartAsync();
        await RunAsync(haproxy.Port, () => haproxy.Seen);
    }

    [Fact]
    public async Task Send_Corpus_KestrelSeesOneRequestOrNoneOfEach()
    {
        var seen = new ConcurrentQueue<string>();
        await using var backend = await Backend.StartAsync(async http =>
        {
            await http.Request.Body.CopyToAsync(Stream.Null);
            seen.Enqueue(http.Features.Get<IHttpRequestFeature>()!.RawTarget);
            await http.Response.WriteAsync("ok");
        });
        await RunAsync(backend.Port, () => [.. seen]);
    }

    private static async Task RunAsync(int port, Func<string[]> seen)
    {
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        rig.SetTargets(new Target { Id = "server", Host = "127.0.0.1", Port = port, Condition = TargetCondition.Healthy });
        var payloads = SmugglingCorpus.All().Select(row => row.Data).ToArray();

        // Each payload asks for paths of its own, so that the server's record tells whose request a request is.
        for (var i = 0; i < payloads.Length; i++)
        {
            var bytes = payloads[i].Bytes.Replace("/web/x", $"/web/p{i:000}").Replace("/web/hidden", $"/web/h{i:000}ab");
            await RawClient.AskAsync(rig.Port, bytes + "GET /web/next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 1.5);
        }

        await rig.GetAsync("/web/final");
        await Eventually.TrueAsync(() => seen().Contains("/web/final"));
        var record = seen();
        for (var i = 0; i < payloads.Length; i++)
        {
            var own = payloads[i].Bytes.Contains("/web/x") ? $"/web/p{i:000}" : "/web/x";
            var count = record.Count(target => target == own || target == $"/web/h{i:000}ab");
            Assert.True(payloads[i].Expected == count || (payloads[i].Expected == 0 && own == "/web/x"), $"{payloads[i].Name}: {count}");
        }

        Assert.Equal(1, record.Count(target => target == "/web/x"));
    }
}
