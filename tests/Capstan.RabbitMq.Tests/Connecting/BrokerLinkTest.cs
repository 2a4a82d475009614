using Capstan.RabbitMq.Connecting;
using Capstan.RabbitMq.Tests.Rig;
using RabbitMQ.Client;

namespace Capstan.RabbitMq.Tests.Connecting;

public sealed class BrokerLinkTest(SharedBroker broker) : BrokerTest(broker)
{
    /// <summary>The client itself would go on without the channel.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Lost_ChannelClosedByTheBrokerForADoubleAcknowledgement_IsTheEndOfTheConnection()
    {
        var link = await LinkAsync();
        var channel = await link.OpenAsync(hasConfirms: false, Token);
        var queue = (await channel.QueueDeclareAsync(cancellationToken: Token)).QueueName;
        await channel.BasicPublishAsync("", queue, mandatory: true, new BasicProperties(), new byte[1], Token);
        BasicGetResult? got = null;
        while (got is null)
            got = await channel.BasicGetAsync(queue, autoAck: false, Token);
        await channel.BasicAckAsync(got.DeliveryTag, multiple: false, Token);
        await channel.BasicAckAsync(got.DeliveryTag, multiple: false, Token);
        Assert.Contains("unknown delivery tag", await link.Lost.WaitAsync(Token));
        Assert.True(link.Ended.IsCancellationRequested);
    }

    [Fact(Timeout = Deadline)]
    public async Task Confirmed_Messages_HaveTheirFates()
    {
        var link = await LinkAsync();
        var fates = new System.Collections.Concurrent.ConcurrentDictionary<int, Fate>();
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var channel = new ConfirmedChannel<int>(link, await link.OpenAsync(hasConfirms: true, Token), 4, Settle, Settings.Time);
        var own = await link.OpenAsync(hasConfirms: false, Token);
        var queue = (await own.QueueDeclareAsync(cancellationToken: Token)).QueueName;
        for (var i = 0; i < 100; i++)
        {
            Assert.True(await channel.RoomAsync(Token));
            Assert.True(await channel.PublishAsync(i % 10 == 0 ? "nowhere" : queue, new byte[10], i, default));
        }

        await all.Task.WaitAsync(Token);
        Assert.All(fates, one => Assert.Equal(one.Key % 10 == 0 ? Fate.Refused : Fate.Taken, one.Value));

        void Settle(int message, Fate fate)
        {
            fates[message] = fate;
            if (fates.Count == 100)
                all.TrySetResult();
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Confirmed_ConnectionLost_LeavesWhatIsOnItsWayInDoubtAndTakesNoMore()
    {
        var link = await LinkAsync();
        var fate = new TaskCompletionSource<Fate>();
        using var channel = new ConfirmedChannel<int>(
            link, await link.OpenAsync(hasConfirms: true, Token), 1, (_, told) => fate.TrySetResult(told), Settings.Time);
        await Server.PauseAsync();
        try
        {
            Assert.True(await channel.RoomAsync(Token));
            Assert.True(await channel.PublishAsync("nowhere", new byte[10], 1, default));
            var room = channel.RoomAsync(Token).AsTask();
            Assert.False(room.IsCompleted);
            link.Drop("the test ends it");
            Assert.Equal(Fate.Unknown, await fate.Task.WaitAsync(Token));
            Assert.False(await room);
            Assert.False(await channel.PublishAsync("nowhere", new byte[10], 2, default));
        }
        finally
        {
            await Server.ResumeAsync();
        }
    }
}
