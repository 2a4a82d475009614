using Capstan.Database.Engines;
using Capstan.RabbitMq.Tests.Rig;

namespace Capstan.RabbitMq.Tests.Front;

public sealed class FrontLoopTest(SharedBroker broker) : BrokerTest(broker)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    /// <summary>What sends writes stamps each message with the time. Nothing would send them any more, with nobody told.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Send_FaultThatNobodyForesaw_IsToldAndTheFrontConnectsAgain()
    {
        var clock = new FailingClock();
        Settings = Settings with { Time = clock };
        var lost = new TaskCompletionSource<EngineNotice>(TaskCreationOptions.RunContinuationsAsynchronously);
        var front = await FrontAsync();
        front.Noticed += notice =>
        {
            if (notice.Kind == "broker-lost")
                lost.TrySetResult(notice);
        };
        var leader = await JoinAsync(0, new Duties().Lead(1));
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var serving = Requests.ServeWritesAsync(leader, 1, delivery => Requests.Ok(delivery.Intent.Request.Value), ends.Token);
        Assert.Equal("a", (await front.WriteAsync(Requests.Write("a"), Token)).Text());
        clock.FailOnce();
        Assert.Equal("b", (await front.WriteAsync(Requests.Write("b"), Token).WaitAsync(Soon, Token)).Text());
        Assert.Contains("unforeseen", (await lost.Task.WaitAsync(Soon, Token)).Detail, StringComparison.Ordinal);
        Assert.Equal("", front.Read().Trouble);
        await ends.CancelAsync();
        await serving;
    }
}
