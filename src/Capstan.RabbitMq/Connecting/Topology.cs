using System.Text.RegularExpressions;
using Capstan.Core.Stacks;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Capstan.RabbitMq.Connecting;

/// <summary>The queues with their arguments. The front declares them, workers only look whether they are there.</summary>
internal static partial class Topology
{
    /// <summary>Deliveries of a write without an acknowledgement, after which one more makes it a dead letter.</summary>
    public const int DeliveryLimit = 20;

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
    /// Whether a queue outlives its node. <c>readQ</c> does not: a classic queue has one node, and one that outlives it could not be made on
    /// another while that is away. What was in it is asked again.
    /// </summary>
    public static bool IsDurable(string queue) => queue != QueueNames.Reads;

    /// <summary>Declares what is missing and checks what is there.</summary>
    /// <exception cref="BrokerRefusedException">A queue differs, or a right is missing.</exception>
    public static async Task DeclareAsync(BrokerLink link, BrokerSettings settings, CancellationToken cancellationToken)
    {
        foreach (var queue in All)
            await DeclareAsync(link, queue, settings, cancellationToken);
    }

    /// <summary>Looks whether all queues are there.</summary>
    /// <returns>A queue that is missing; null when none is.</returns>
    public static async Task<string?> MissingAsync(BrokerLink link, CancellationToken cancellationToken)
    {
        foreach (var queue in All)
        {
            await using var channel = await link.OpenAloneAsync(hasConfirms: false, cancellationToken);
            try
            {
                await channel.QueueDeclarePassiveAsync(queue, cancellationToken);
            }
            catch (OperationInterruptedException fault) when (fault.ShutdownReason?.ReplyCode == Constants.NotFound)
            {
                return queue;
            }
        }

        return null;
    }

    /// <summary>What is wrong when a queue cannot be declared; null when the cause is another.</summary>
    public static BrokerFault? Fault(BrokerSpec spec, string queue, OperationInterruptedException refusal)
    {
        var text = refusal.ShutdownReason?.ReplyText ?? "";
        if (refusal.ShutdownReason?.ReplyCode == Constants.AccessRefused)
            return BrokerRefusal.MissingRight(spec, text.Contains("exchange") ? "write" : "configure", text);
        if (refusal.ShutdownReason?.ReplyCode != Constants.PreconditionFailed)
            return BrokerRefusal.Of(spec, refusal);
        var match = Inequivalent().Match(text);
        if (match.Success)
        {
            return new BrokerFault(
                $"Queue '{queue}' in virtual host '{spec.VirtualHost}' exists with {match.Groups["argument"].Value} = {Value(match.Groups["is"].Value)}; this database needs {Value(match.Groups["needs"].Value)}.",
                $"Give the database a virtual host of its own, set the figure back, or, if nothing in the queue is needed, delete it with 'rabbitmqctl delete_queue -p {spec.VirtualHost} {queue}'.");
        }

        return new BrokerFault(
            $"The broker at {string.Join(',', spec.Hosts)} cannot make queue '{queue}': {BrokerRefusal.Text(text)}.",
            "Let it use streams and quorum queues: 'rabbitmqctl enable_feature_flag all'.");
    }

    private static async Task DeclareAsync(BrokerLink link, string queue, BrokerSettings settings, CancellationToken cancellationToken)
    {
        await using var channel = await link.OpenAloneAsync(hasConfirms: false, cancellationToken);
        try
        {
            await channel.QueueDeclareAsync(queue, IsDurable(queue), false, false, Arguments(queue, settings), cancellationToken: cancellationToken);
        }
        catch (OperationInterruptedException fault) when (Fault(settings.Broker, queue, fault) is { } found)
        {
            throw new BrokerRefusedException(found, fault);
        }
    }

    private static string Value(string text) => text.Contains("none") ? "none" : text.Trim('\'');

    // PRECONDITION_FAILED - inequivalent arg 'x-max-length' for queue 'writeQ' in vhost '/': received the value '10' of type 'signedint' but current is the value '5' …
    [GeneratedRegex(
        "inequivalent arg '(?<argument>[^']+)' for .*received (?:the value )?(?<needs>'[^']*'|none)(?: of type '[^']*')? but current is (?:the value )?(?<is>'[^']*'|none)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Inequivalent();
}
