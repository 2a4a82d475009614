using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Edge;

/// <summary>The form of answers to requests that are refused.</summary>
public sealed class RejectionTests
{
    [Theory]
    [InlineData("CONNECT x:80")]
    [InlineData("TRACE /web")]
    public async Task Send_MethodThatIsNotServed_AnswerSaysWhichAre(string line)
    {
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());

        var answer = await RawClient.AskAsync(rig.Port, $"{line} HTTP/1.1\r\nHost: x:80\r\n\r\n", 5);

        Assert.StartsWith("HTTP/1.1 405 ", answer);
        Assert.Contains("\r\nAllow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n", answer);
    }

    [Theory]
    [InlineData("GET", "X_Y: 1", true)]
    [InlineData("HEAD", "X_Y: 1", false)]
    [InlineData("HEAD", "Expect: 200-ok", false)]
    public async Task Send_HeadThatIsRefused_AnswerHasNoBody(string method, string field, bool hasBody)
    {
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());

        var answer = await RawClient.AskAsync(rig.Port, $"{method} /web HTTP/1.1\r\nHost: x\r\n{field}\r\n\r\n", 5);

        Assert.Matches("^HTTP/1.1 4(00|17) ", answer);
        Assert.Equal(hasBody, !answer.EndsWith("\r\n\r\n<closed>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("get")]
    [InlineData("HeAD")]
    [InlineData("Post")]
    [InlineData("mine")]
    public async Task Send_MethodWithLowerCaseLetters_IsRefusedWithItsWholeAnswerAndTheConnectionCloses(string method)
    {
        await using var backend = new RawBackend();
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        rig.SetTargets(backend.AsTarget());

        // The second request would be served if the first answer's body, which its length announces, were left out.
        var answer = await RawClient.AskAsync(
            rig.Port, $"{method} /web HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\nGET /web/next HTTP/1.1\r\nHost: x\r\n\r\n", 5);

        Assert.StartsWith("HTTP/1.1 400 ", answer);
        Assert.EndsWith("}<closed>", answer);
        Assert.Equal("", backend.Received);
    }
}
