using Capstan.Gateway.Tests.Rig;
using Microsoft.AspNetCore.Http;

namespace Capstan.Gateway.Tests.Conformance;

/// <summary>Clients that have ended their sending because they are gone: they hold no replica for long.</summary>
public sealed class AbsentClientTests
{
    private const string Request = "GET /web HTTP/1.1\r\nHost: x\r\n\r\n";

    // Longest time, in seconds, after which a request whose client is gone has been given up.
    private const int Release = 20;

    [Theory]
    [InlineData("GET /web HTTP/1.1\r\nHost: x\r\n\r\n", false)]
    [InlineData("GET /web HTTP/1.1\r\nHost: x\r\n\r\n", true)]
    [InlineData("GET /web HTTP/1.0\r\n\r\n", false)]
    [InlineData("POST /web HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi", false)]
    public async Task Client_ClosesBeforeItsAnswer_ReplicaIsReleased(string request, bool resets)
    {
        var cancelled = new TaskCompletionSource();
        await using var backend = await Backend.StartAsync(http => HangAsync(http, cancelled));
        await using var rig = await GatewayRig.StartAsync(null, null, backend);
        var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync(request);
        await Eventually.TrueAsync(() => backend.Requests == 1);
        if (resets)
            client.Socket.Reset();
        client.Dispose();

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(Release), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => rig.Read().InFlight == 0 && rig.Host.Connections == 0);
        Assert.Equal(0, rig.Read().Targets[0].Failures);
        Assert.Equal(0, rig.Read().Refused);
    }

    [Fact]
    [Trait("only-plane", "fast")]
    public async Task Client_EndsSendingAndClosesLater_ReplicaIsReleased()
    {
        var cancelled = new TaskCompletionSource();
        await using var backend = await Backend.StartAsync(http => HangAsync(http, cancelled));
        await using var rig = await GatewayRig.StartAsync(null, null, backend);
        var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync(Request);
        client.EndSending();
        await client.ReadUntilAsync("H");
        Assert.False(cancelled.Task.IsCompleted);
        client.Dispose();

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(Release), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => rig.Read().InFlight == 0 && rig.Host.Connections == 0);
    }

    [Fact]
    [Trait("only-plane", "fast")]
    public async Task Client_ClosesInsideAnAnswerThatRests_ReplicaIsReleasedWhenItsSystemForgotTheConnection()
    {
        const int Tcp = 6;
        const int ForgetAfter = 8;
        var cancelled = new TaskCompletionSource();
        await using var backend = await Backend.StartAsync(async http =>
        {
            await http.Response.WriteAsync("event");
            await http.Response.Body.FlushAsync();
            await HangAsync(http, cancelled);
        });
        await using var rig = await GatewayRig.StartAsync(null, null, backend);
        var client = await RawClient.ConnectAsync(rig.Port);

        // A second in place of the usual minute.
        client.Socket.SetRawSocketOption(Tcp, ForgetAfter, BitConverter.GetBytes(1));
        await client.SendAsync(Request);
        await client.ReadUntilAsync("event\r\n");
        client.Dispose();

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => rig.Read().InFlight == 0 && rig.Host.Connections == 0);
    }

    private static Task HangAsync(HttpContext http, TaskCompletionSource cancelled)
    {
        http.RequestAborted.Register(() => cancelled.TrySetResult());
        return cancelled.Task;
    }
}
