using Capstan.Core.Stacks;
using Capstan.RabbitMq.Connecting;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Capstan.RabbitMq.Checking;

/// <summary>Tries whether a message can be written, through the default exchange, which takes a right of its own, and read.</summary>
internal static class MessageTrial
{
    /// <summary>Writes and reads one. A broker under an alarm says so to who has published, and nothing else before it is over.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static async Task<BrokerFault?> RunAsync(BrokerLink link, BrokerSpec spec, CancellationToken cancellationToken)
    {
        var alarm = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        link.BlockedChanged += reason =>
        {
            if (reason is not null)
                alarm.TrySetResult(reason);
        };
        var trying = TryAsync(link, spec, cancellationToken);
        if (await Task.WhenAny(trying, alarm.Task) == trying)
            return await trying;
        // Its queue goes with the connection.
        link.Drop("the broker takes no messages");
        await ((Task)trying).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return BrokerAlarm.Of(await alarm.Task);
    }

    private static async Task<BrokerFault?> TryAsync(BrokerLink link, BrokerSpec spec, CancellationToken cancellationToken)
    {
        await using var channel = await link.OpenAloneAsync(hasConfirms: false, cancellationToken);
        var name = $"{QueueTrial.Prefix}{Guid.NewGuid():N}";
        try
        {
            await channel.QueueDeclareAsync(name, durable: false, exclusive: true, autoDelete: true, cancellationToken: cancellationToken);
            await channel.BasicPublishAsync("", name, mandatory: false, new BasicProperties(), ReadOnlyMemory<byte>.Empty, CancellationToken.None);
            await channel.BasicGetAsync(name, autoAck: true, cancellationToken);
            await channel.QueueDeleteAsync(name, ifUnused: false, ifEmpty: false, cancellationToken: cancellationToken);
            return null;
        }
        catch (OperationInterruptedException refusal) when (BrokerRefusal.Of(spec, refusal) is { } fault)
        {
            return fault;
        }
    }
}
