using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Capstan.RabbitMq.Connecting;

/// <summary>The queues with their arguments. The front declares them, workers only look whether they are there.</summary>
internal static class Topology
{
    /// <summary>Deliveries of a write without an acknowledgement, after which one more makes it a dead letter.</summary>
    public const int DeliveryLimit = 20;

    /// <summary>
    /// The first broker that makes no queue that is neither durable nor exclusive unless it is told to: it ends the connection of who asks
    /// (<c>transient_nonexcl_queues</c>, release notes of RabbitMQ 4.3.0).
    /// </summary>
    private static readonly Version DurableOnly = new(4, 3);

    /// <summary>All queues that outlive their front, each before those that need it.</summary>
    public static IEnumerable<string> All => [QueueNames.Dead, QueueNames.Writes, QueueNames.Reads, QueueNames.Log];

    /// <summary>Arguments of a queue.</summary>
    public static Dictionary<string, object?> Arguments(string queue, BrokerSettings settings) => queue switch
    {
        QueueNames.Writes => new Dictionary<string, object?>
        {
            ["x-queue-type"] = "quorum",
            ["x-single-active-consumer"] = true,
            ["x-delivery-limit"] = DeliveryLimit,
            ["x-max-length"] = settings.QueueLimit,
            // Dead letters that cannot be lost need a source that refuses rather than drops what is too much.
            ["x-overflow"] = "reject-publish",
            ["x-dead-letter-exchange"] = "",
            ["x-dead-letter-routing-key"] = QueueNames.Dead,
            ["x-dead-letter-strategy"] = "at-least-once",
        },
        QueueNames.Dead => new Dictionary<string, object?> { ["x-queue-type"] = "quorum" },
        QueueNames.Reads => new Dictionary<string, object?>
        {
            ["x-queue-type"] = "classic",
            ["x-max-length"] = settings.QueueLimit,
            ["x-overflow"] = "reject-publish",
        },
        QueueNames.Log => new Dictionary<string, object?>
        {
            ["x-queue-type"] = "stream",
            ["x-max-length-bytes"] = settings.LogBytes,
            ["x-stream-max-segment-size-bytes"] = settings.LogSegmentBytes,
        },
        _ => throw new ArgumentException($"There is no queue '{queue}'.", nameof(queue)),
    };

    /// <summary>
    /// Whether a queue outlives its node. <c>readQ</c> does so only where the broker makes no other: a classic queue has one node, and one that
    /// outlives it cannot be made on another while that is away. What was in it is asked again, so its messages never do.
    /// </summary>
    /// <param name="queue">The queue.</param>
    /// <param name="broker">The broker's version; null when it tells none.</param>
    public static bool IsDurable(string queue, Version? broker) => queue != QueueNames.Reads || broker >= DurableOnly;

    /// <summary>Declares what is missing and checks what is there.</summary>
    /// <exception cref="BrokerRefusedException">A queue differs, or a right is missing.</exception>
    public static async Task DeclareAsync(BrokerLink link, BrokerSettings settings, CancellationToken cancellationToken)
    {
        foreach (var queue in All)
            await DeclareAsync(link, queue, settings, cancellationToken);
    }

    /// <summary>Declares a queue, or checks it when it is there.</summary>
    /// <exception cref="BrokerRefusedException">It differs, or a right is missing.</exception>
    /// <exception cref="IOException">It does not answer.</exception>
    public static async Task DeclareAsync(BrokerLink link, string queue, BrokerSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(link, queue, channel => channel.QueueDeclareAsync(
                queue, IsDurable(queue, link.Release), false, false, Arguments(queue, settings), cancellationToken: cancellationToken), cancellationToken);
        }
        catch (OperationInterruptedException fault) when (QueueRefusal.Of(settings.Broker, queue, fault) is { } found)
        {
            throw new BrokerRefusedException(found, fault);
        }
    }

    /// <summary>Looks whether all queues are there.</summary>
    /// <returns>A queue that is missing; null when none is.</returns>
    public static async Task<string?> MissingAsync(BrokerLink link, CancellationToken cancellationToken)
    {
        foreach (var queue in All)
        {
            if (!await IsThereAsync(link, queue, cancellationToken))
                return queue;
        }

        return null;
    }

    /// <summary>Looks whether a queue is there, whatever its arguments are.</summary>
    /// <exception cref="IOException">It does not answer.</exception>
    public static async Task<bool> IsThereAsync(BrokerLink link, string queue, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(link, queue, channel => channel.QueueDeclarePassiveAsync(queue, cancellationToken), cancellationToken);
            return true;
        }
        catch (OperationInterruptedException fault) when (fault.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return false;
        }
    }

    /// <summary>Asks on a channel of its own, which the broker closes when it refuses.</summary>
    private static async Task AskAsync(BrokerLink link, string queue, Func<IChannel, Task> ask, CancellationToken cancellationToken)
    {
        await using var channel = await link.OpenAloneAsync(hasConfirms: false, cancellationToken);
        try
        {
            await ask(channel);
        }
        catch (Exception fault) when (fault is TimeoutException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Its channel would hang as it does.
            link.Drop("a queue does not answer");
            throw new IOException($"Queue '{queue}' of the broker at {link.Host} does not answer: the node that has it may be down.", fault);
        }
    }
}
