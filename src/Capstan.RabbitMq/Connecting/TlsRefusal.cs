using System.Net.Sockets;
using System.Security.Authentication;
using Capstan.Core.Encryption;
using Capstan.Core.Stacks;

namespace Capstan.RabbitMq.Connecting;

/// <summary>Tells why there can be no encrypted connection, and finds the remedy.</summary>
internal static class TlsRefusal
{
    /// <summary>Port that brokers take encrypted connections on unless they are told otherwise.</summary>
    public const int UsualPort = 5671;

    /// <summary>What is wrong and stays so until somebody changes it; null when the cause is another.</summary>
    /// <param name="spec">The broker.</param>
    /// <param name="host">The node that was tried.</param>
    /// <param name="fault">What came of it.</param>
    public static BrokerFault? Of(BrokerSpec spec, HostPort host, Exception fault)
    {
        // Nobody is there: that may pass.
        if (Find<SocketException>(fault) is { SocketErrorCode: not SocketError.ConnectionReset })
            return null;
        if (spec.Tls is null)
            return host.Port == UsualPort ? new BrokerFault($"The broker at {host} does not answer in clear: {Cause(fault)}.", "Where it listens with TLS, write amqps:// in 'queues'.") : null;
        if (Find<UntrustedServerException>(fault) is { } untrusted)
        {
            return new BrokerFault(
                $"The broker at {host} cannot be trusted: {untrusted.Message}.",
                "Name the authority that signed its certificate in 'queues.tls.ca', and in 'queues.tls.server_name' the name it is for, where that is not the host's.");
        }

        var cause = Cause(fault);
        if (cause.Contains("certificate required") || cause.Contains("alert handshake failure") || cause.Contains("alert bad certificate") || cause.Contains("alert unknown ca"))
            return new BrokerFault($"The broker at {host} does not take Capstan's certificate: {cause}.", "Give one that it trusts as 'queues.tls.certificate' and 'queues.tls.key'.");
        return Find<AuthenticationException>(fault) is not null || cause.Contains("corrupted frame")
            ? new BrokerFault($"The broker at {host} does not speak TLS: {cause}.", $"Name the port on which it does (as a rule {UsualPort}), or write amqp:// in 'queues'.")
            : null;
    }

    /// <summary>
    /// What may help where nobody knows: a broker that misses a certificate hangs up behind the handshake, often before its word of it has come,
    /// and so does one that ends just then.
    /// </summary>
    public static string HintOf(BrokerSpec spec, Exception fault)
    {
        if (spec.Tls is not { } tls || !IsHungUp(fault))
            return "";
        return tls.Certificate is null
            ? " (if it asks for a certificate, give one as 'queues.tls.certificate' and 'queues.tls.key')"
            : " (see that it trusts 'queues.tls.certificate')";
    }

    // Which layer finds it out, and in which words, is a matter of who is quicker.
    private static bool IsHungUp(Exception fault) =>
        Find<SocketException>(fault) is not { SocketErrorCode: not (SocketError.ConnectionReset or SocketError.Shutdown) }
        && Find<TimeoutException>(fault) is null && Find<OperationCanceledException>(fault) is null;

    private static string Cause(Exception fault) => BrokerConnector.Innermost(fault).TrimEnd('.');

    private static T? Find<T>(Exception? fault)
        where T : Exception => fault switch
        {
            null => null,
            T found => found,
            _ => Find<T>(fault.InnerException),
        };
}
