using System.Text;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Fast.Sessions;

/// <summary>How client connections end, and what a stop waits for; the loop's clock stands but for jumps.</summary>
public sealed class EndingTests
{
    private const string PartOfAPost = "POST /web HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\npart";
    private const string LastRequest = "GET /web HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    [Fact]
    public async Task Close_MoreThanTheLastRequestCame_LingersForAWhile()
    {
        await using var backend = new RawBackend();
        await using var rig = await StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        Assert.True((await client.GetAsync(LastRequest + LastRequest)).Closes);
        Assert.True(await client.Answers.EndsAsync());

        // Our sending has ended; what the client sends now is thrown away, and is no reason for a reset.
        await client.SendAsync(LastRequest);
        await rig.TurnAsync();
        Assert.Equal(1, rig.Connections);
        await rig.JumpAsync(TimeSpan.FromSeconds(3));
        Assert.Equal(0, rig.Connections);
        Assert.Single(backend.Lines);
    }

    [Fact]
    public async Task Stop_AnswerToARequestFromBefore_IsWaitedForUntilItsClientHasIt()
    {
        var go = new TaskCompletionSource();
        await using var backend = EarlyAnswer(go.Task);
        await using var rig = await StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);
        await client.SendAsync(PartOfAPost);
        await Eventually.TrueAsync(() => backend.Lines.Count == 1);

        var stop = rig.Worker.Parts.Gate.StopAsync();
        go.SetResult();
        Assert.Equal(403, (await client.Answers.ReadAsync()).Status);
        Assert.True(await client.Answers.EndsAsync());
        await rig.UntilAsync(() => rig.Read().InFlight == 0);

        Assert.False(stop.IsCompleted);
        client.Dispose();
        await stop.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Stop_NewcomersThatWereRefused_AreNotWaitedFor()
    {
        var go = new TaskCompletionSource();
        await using var backend = EarlyAnswer(go.Task);
        await using var rig = await StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);
        using var newcomer = await RawClient.ConnectAsync(rig.Port);
        await client.SendAsync(PartOfAPost);
        await Eventually.TrueAsync(() => backend.Lines.Count == 1);

        var stop = rig.Worker.Parts.Gate.StopAsync();
        Assert.Equal(503, (await newcomer.GetAsync(PartOfAPost)).Status);
        Assert.True(await newcomer.Answers.EndsAsync());
        go.SetResult();
        Assert.Equal(403, (await client.Answers.ReadAsync()).Status);
        client.Dispose();

        await stop.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);
        Assert.Equal(1, rig.Connections);
    }

    [Fact]
    public async Task End_NextRequestIsAtHand_LastAnswerIsNotTakenFromItsClient()
    {
        const int Length = 100_000;
        await using var backend = new RawBackend((socket, self) =>
            self.AnswerAllAsync(socket, $"HTTP/1.1 200 OK\r\nContent-Length: {Length}\r\n\r\n{new string('b', Length)}"));
        await using var rig = await StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        // The answer waits in the system for its client.
        client.Socket.ReceiveBufferSize = 4096;
        await client.SendAsync("GET /web HTTP/1.1\r\nHost: a\r\n\r\n");
        await rig.UntilAsync(() => rig.Read() is { Requests: 1, InFlight: 0 });
        Task? end = null;
        await rig.DoAsync(() =>
        {
            client.Socket.Send(Encoding.ASCII.GetBytes(LastRequest));
            end = rig.EndAsync();
        });
        await end!;

        var answer = await client.Answers.ReadAsync();
        Assert.True(answer.IsWhole, $"{answer.Body.Length} bytes came.");
        Assert.Single(backend.Lines);
    }

    private static async Task<LoopRig> StartAsync(RawBackend backend)
    {
        var rig = await LoopRig.StartAsync(backend.AsTarget());
        rig.Time.Stand();
        return rig;
    }

    /// <summary>Answers a request before the end of its body, when it is told to.</summary>
    private static RawBackend EarlyAnswer(Task go) => new(async (socket, self) =>
    {
        await self.ReadHeadAsync(socket);
        await go;
        await self.SendAsync(socket, "HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno");
        await self.RecordAsync(socket);
    });
}
