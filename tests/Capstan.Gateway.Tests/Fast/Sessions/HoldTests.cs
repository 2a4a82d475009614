using System.Text;
using Capstan.Core.Stacks;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Fast.Sessions;

public sealed class HoldTests
{
    private const string Request = "GET /web HTTP/1.1\r\nHost: a\r\n\r\n";
    private static readonly RequestLimits Patient = new() { Hold = TimeSpan.FromMinutes(5) };

    [Theory]
    [InlineData(TargetCondition.Unavailable, 503)]
    [InlineData(TargetCondition.Healthy, 502)]
    public async Task Hold_ClientsEndCameWithItsRequest_IsAnsweredAtOnce(TargetCondition condition, int status)
    {
        using var dead = new Nobody();
        await using var rig = await StartAsync(dead.AsTarget(condition));
        using var client = await RawClient.ConnectAsync(rig.Port);

        await rig.DoAsync(() =>
        {
            client.Socket.Send(Encoding.ASCII.GetBytes(Request));
            client.EndSending();
        });

        Assert.Equal(status, (await client.Answers.ReadAsync()).Status);
        Assert.True(await client.Answers.EndsAsync());
    }

    [Fact]
    public async Task Pause_ClientEndsItsSending_IsAnsweredBeforeThePauseIsOver()
    {
        using var dead = new Nobody();
        await using var rig = await StartAsync(dead.AsTarget());
        rig.Time.Stand();
        using var client = await RawClient.ConnectAsync(rig.Port);
        await client.SendAsync(Request);
        await rig.UntilAsync(() => rig.Read().Held == 1);

        client.EndSending();

        Assert.Equal(502, (await client.Answers.ReadAsync()).Status);
        Assert.Equal(0, rig.Read().Held);
    }

    [Fact]
    public async Task Hold_BehindAFailedAttempt_WhatFollowsIsARetry()
    {
        using var dead = new Nobody();
        await using var backend = new RawBackend();
        await using var rig = await StartAsync(dead.AsTarget());
        rig.Time.Stand();
        using var client = await RawClient.ConnectAsync(rig.Port);
        await client.SendAsync(Request);
        await rig.UntilAsync(() => rig.Read().Held == 1);

        rig.SetTargets();
        await rig.JumpAsync(TimeSpan.FromSeconds(1));
        rig.SetTargets(backend.AsTarget());

        Assert.Equal(200, (await client.Answers.ReadAsync()).Status);
        Assert.Equal((1L, 0), (rig.Read().Retries, rig.Read().Held));
    }

    [Fact]
    public async Task Hold_WasGivenUp_TargetThatComesIsNotTaken()
    {
        await using var backend = new RawBackend();
        await using var rig = await StartAsync(backend.AsTarget() with { Condition = TargetCondition.Unavailable });
        using var client = await RawClient.ConnectAsync(rig.Port);
        await client.SendAsync(Request);
        await rig.UntilAsync(() => rig.Read().Held == 1);
        client.EndSending();
        Assert.Equal(503, (await client.Answers.ReadAsync()).Status);

        rig.SetTargets(backend.AsTarget());
        await rig.TurnAsync();

        Assert.Equal((0, 0L), (rig.Read().Targets[0].InFlight, rig.Read().Targets[0].Requests));
        Assert.Equal(0, backend.Connections);
    }

    [Fact]
    public async Task Hold_ClientResets_IsGivenUpAndNoRefusal()
    {
        using var dead = new Nobody();
        await using var rig = await StartAsync(dead.AsTarget(TargetCondition.Unavailable));
        using var client = await RawClient.ConnectAsync(rig.Port);
        await client.SendAsync(Request);
        await rig.UntilAsync(() => rig.Read().Held == 1);

        client.Socket.Reset();

        await rig.UntilAsync(() => rig.Read() is { InFlight: 0, Held: 0 });
        Assert.Equal((1L, 0L), (rig.Read().Requests, rig.Read().Refused));
    }

    [Fact]
    public async Task Hold_ClientResetsInTheMomentInWhichATargetComes_ItsPlaceIsFree()
    {
        await using var backend = new RawBackend();
        var target = backend.AsTarget();
        await using var rig = await StartAsync(target with { Condition = TargetCondition.Unavailable });
        using var client = await RawClient.ConnectAsync(rig.Port);
        await client.SendAsync(Request);
        await rig.UntilAsync(() => rig.Read().Held == 1);

        // The loop is told of the reset first, and then of the target.
        await rig.InTurnAsync(() =>
        {
            client.Socket.Reset();
            rig.SetTargets(target);
        });

        await rig.UntilAsync(() => rig.Read() is { InFlight: 0, Targets: [{ InFlight: 0 }] });
        Assert.Equal(0, backend.Connections);
    }

    [Fact]
    public async Task Request_OfAClientThatHasReset_IsNotForwarded()
    {
        await using var backend = new RawBackend();
        await using var rig = await StartAsync(backend.AsTarget());
        using var client = await RawClient.ConnectAsync(rig.Port);

        await rig.DoAsync(() =>
        {
            client.Socket.Send(Encoding.ASCII.GetBytes(Request));
            client.Socket.Reset();
        });

        await rig.UntilAsync(() => rig.Connections == 0);
        Assert.Equal(0, rig.Read().InFlight);
        Assert.Equal(0, backend.Connections);
    }

    private static Task<LoopRig> StartAsync(Target target) => LoopRig.StartAsync([target], lookUp: null, Patient);
}
