using System.Text.RegularExpressions;
using Capstan.Core.Stacks;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Capstan.RabbitMq.Connecting;

/// <summary>Tells why a queue cannot be declared, and finds the remedy.</summary>
internal static partial class QueueRefusal
{
    /// <summary>What is wrong; null when the cause is another.</summary>
    public static BrokerFault? Of(BrokerSpec spec, string queue, OperationInterruptedException refusal)
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

    private static string Value(string text) => text.Contains("none") ? "none" : text.Trim('\'');

    // PRECONDITION_FAILED - inequivalent arg 'x-max-length' for queue 'writeQ' in vhost '/': received the value '10' of type 'signedint' but current is the value '5' …
    [GeneratedRegex(
        "inequivalent arg '(?<argument>[^']+)' for .*received (?:the value )?(?<needs>'[^']*'|none)(?: of type '[^']*')? but current is (?:the value )?(?<is>'[^']*'|none)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Inequivalent();
}
