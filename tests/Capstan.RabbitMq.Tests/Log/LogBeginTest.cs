using Capstan.RabbitMq.Log;
using Capstan.RabbitMq.Tests.Rig;
using Capstan.Testing.Servers;

namespace Capstan.RabbitMq.Tests.Log;

public sealed class LogBeginTest(SharedBroker broker) : BrokerTest(broker)
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(100);

    /// <summary>Who asks every half minute, with less patience than the broker needs, would have the connection full of channels in a while.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Ask_GivenUpWhileItBegins_LeavesNoChannel()
    {
        await DeclareAsync();
        await using var proxy = new FaultProxy(Settings.Broker.Hosts[0].Port);
        Use(proxy);
        var link = await LinkAsync();
        proxy.Delay = Delay;
        // Opening, its window and the reading are a question each, with an answer.
        for (var patience = Delay / 2; patience < Delay * 8; patience += Delay / 2)
        {
            using var limit = new CancellationTokenSource(patience);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LogBegin.AskAsync(link, limit.Token));
        }

        proxy.Delay = TimeSpan.Zero;
        while ((await Server.CtlAsync("list_channels", "vhost", "--no-table-headers")).Contains(Settings.Broker.VirtualHost, StringComparison.Ordinal))
            await Task.Delay(100, Token);
        Assert.False(link.Ended.IsCancellationRequested);
    }
}
