using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Routing;

public sealed class ForwardingPathTests
{
    [Theory]
    [InlineData("/web")]
    [InlineData("/web/")]
    [InlineData("/web?")]
    [InlineData("/web?a=b&c=%20d+e&&=")]
    [InlineData("/web/a%2Fb%2fc")]
    [InlineData("/web/%20%41%7e~'()*!$&,;=:@")]
    [InlineData("/web/caf%C3%A9/%E2%82%AC")]
    [InlineData("/web//double///slash//")]
    [InlineData("/web/a+b/c.d/..x/x../...")]
    [InlineData("/web/x?path=/a/../b&u=http://x/y/./z")]
    [InlineData("/web/[brackets]|{braces}\"<>^`\\back")]
    [InlineData("/web/%zz%")]
    [InlineData("/web/a/..;/b")]
    [InlineData("/web/a/%2e%2e;x/b")]
    public async Task Forward_AnyPathAndQuery_ArrivesByteForByte(string target)
    {
        await using var backend = new RawBackend();
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        rig.SetTargets(backend.AsTarget());

        var answer = await RawClient.AskAsync(rig.Port, $"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", silence: 5);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer);
        Assert.StartsWith($"GET {target} HTTP/1.1\r\n", backend.Received);
    }

    // The route is for what lies below /web/, and an escaped slash divides no segments, whatever the form of the target.
    [Theory]
    [InlineData("/web%2fx")]
    [InlineData("http://x/web%2fx")]
    [InlineData("http://x/web%2Fx?y")]
    public async Task Send_EscapedSlashBehindARoutesPath_FindsNoService(string target)
    {
        await using var backend = new RawBackend();
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        rig.SetTargets(backend.AsTarget());

        var answer = await RawClient.AskAsync(rig.Port, $"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", silence: 5);

        Assert.StartsWith("HTTP/1.1 404 ", answer);
        Assert.Equal("", backend.Received);
    }
}
