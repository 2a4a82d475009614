using Capstan.Database.Log;
using Capstan.RabbitMq.Log;
using Capstan.RabbitMq.Tests.Rig;
using Capstan.Testing.Servers;

namespace Capstan.RabbitMq.Tests.Log;

public sealed class LogEndsTest(SharedBroker broker) : BrokerTest(broker)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    /// <summary>The broker sends as much as is not acknowledged: what comes first must not be left unacknowledged.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Ask_AWindowOfMessagesComesBeforeItsReadingGoesOn_IsAnsweredAllTheSame()
    {
        await DeclareAsync();
        var (publishing, consuming) = (await LinkAsync(), await LinkAsync());
        using var writer = await LogWriter.OpenAsync(publishing, Settings.Time, Token);
        var ends = new LogEnds(writer, consuming, Settings.Time);
        var token = Token;
        var late = new DelayingContext(async () =>
        {
            for (var i = 1; i <= 100; i++)
                await writer.AppendAsync(RecordCodec.Encode([Records.Of(i)]), marker: null, token);
            // Shown by the reading that is being held up once it has come as far, or found by one of its own a while later.
            ends.Join();
            await ends.AskAsync(token);
            ends.Leave();
        });
        var end = await late.RunAsync(() => ends.AskAsync(Token)).WaitAsync(Soon, Token);
        Assert.InRange(end.Value, 100, (await ends.AskAsync(Token)).Value - 1);
    }

    /// <summary>Whatever keeps a reading from its marker, the next one may have better luck.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Ask_MarkerIsNotSeenInTime_AsksAnew()
    {
        await DeclareAsync();
        await using var proxy = new FaultProxy(Settings.Broker.Hosts[0].Port);
        var consuming = await LinkAsync();
        Use(proxy);
        using var writer = await LogWriter.OpenAsync(await LinkAsync(), Settings.Time, Token);
        var asked = 0;
        var askedAnew = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ends = new LogEnds(writer, consuming, new TimerTime((due, _) =>
        {
            if (++asked == 1)
                return TimeSpan.Zero;
            askedAnew.TrySetResult();
            return due;
        }));
        // No marker reaches the broker.
        proxy.Freeze();
        var asking = ends.AskAsync(Token);
        await askedAnew.Task.WaitAsync(Soon, Token);
        proxy.Restore();
        Assert.InRange((await asking.WaitAsync(Soon, Token)).Value, 0, 1);
        Assert.Equal(2, (await ends.AskAsync(Token)).Value);
    }
}
