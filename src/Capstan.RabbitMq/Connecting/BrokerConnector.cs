using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading.Channels;
using Capstan.Core.Encryption;
using Capstan.Core.Stacks;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Capstan.RabbitMq.Connecting;

/// <summary>Opens connections to whichever node of the broker answers.</summary>
/// <param name="settings">How the broker is used.</param>
/// <param name="name">What operators see of this side in the broker's list of connections.</param>
internal sealed class BrokerConnector(BrokerSettings settings, string name)
{
    /// <summary>The oldest broker that has streams and dead letters that cannot be lost.</summary>
    public static readonly Version Oldest = new(3, 10);

    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan HandshakePatience = TimeSpan.FromSeconds(4);

    private BrokerSpec Spec => settings.Broker;

    /// <summary>A connection to one of the nodes, tried in a random order.</summary>
    /// <param name="purpose">What it is for, as a part of its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BrokerRefusedException">Another attempt will not help.</exception>
    /// <exception cref="IOException">No node answers.</exception>
    public async Task<BrokerLink> ConnectAsync(string purpose, CancellationToken cancellationToken)
    {
        Exception? last = null;
        BrokerRefusedException? untrusted = null;
        foreach (var host in Spec.Hosts.OrderBy(_ => settings.Chance()).ToList())
        {
            try
            {
                return Checked(await ConnectAsync(host, purpose, cancellationToken));
            }
            catch (Exception fault) when (IsLoss(fault, cancellationToken))
            {
                last = fault;
                if (BrokerRefusal.Of(Spec, fault) is { } refusal)
                    throw new BrokerRefusedException(refusal, fault);
                if (TlsRefusal.Of(Spec, host, fault) is { } distrust)
                    untrusted ??= new BrokerRefusedException(distrust, fault);
            }
        }

        // Another node may have a better certificate.
        throw untrusted ?? (Exception)new IOException($"No broker answers at {string.Join(", ", Spec.Hosts)}: {Innermost(last!)}{TlsRefusal.HintOf(Spec, last!)}", last);
    }

    /// <summary>
    /// Whether an exception says that the broker is away or refused something, and not that this program is wrong or was asked to stop. The
    /// client ends what took too long as if somebody had cancelled it.
    /// </summary>
    public static bool IsLoss(Exception fault, CancellationToken asked) =>
        fault is BrokerRefusedException or RabbitMQClientException or IOException or SocketException or TimeoutException or ObjectDisposedException
            or ChannelClosedException or AuthenticationException
        || (fault is OperationCanceledException && !asked.IsCancellationRequested);

    private async Task<BrokerLink> ConnectAsync(HostPort host, string purpose, CancellationToken cancellationToken)
    {
        BrokerSocket? socket = null;
        var factory = new ConnectionFactory
        {
            UserName = Spec.User,
            Password = Spec.Password,
            VirtualHost = Spec.VirtualHost,
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedHeartbeat = settings.Heartbeat,
            RequestedConnectionTimeout = ConnectPatience,
            HandshakeContinuationTimeout = HandshakePatience,
            ContinuationTimeout = HandshakePatience,
            SocketFactory = family => socket = new BrokerSocket(family, settings.Time) { Heartbeat = settings.Heartbeat },
        };
        var endpoint = new AmqpTcpEndpoint(host.Host, host.Port, Encryption(host));
        var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var connecting = factory.CreateConnectionAsync([endpoint], $"{name} {purpose}", abandoned.Token);
        try
        {
            // A broker that accepts and then says nothing must not hold this up for longer than a dead one.
            var connection = await connecting.WaitAsync(ConnectPatience + HandshakePatience, settings.Time, cancellationToken);
            abandoned.Dispose();
            return new BrokerLink(connection, socket!);
        }
        catch (Exception)
        {
            await abandoned.CancelAsync();
            socket?.Cut();
            _ = AbandonAsync(connecting, abandoned);
            throw;
        }
    }

    /// <summary>Nobody waits for it any more. A name that resolves late is known only now, and then there may be a connection all the same.</summary>
    private static async Task AbandonAsync(Task<IConnection> connecting, CancellationTokenSource abandoned)
    {
        try
        {
            var connection = await connecting;
            await connection.DisposeAsync();
        }
        catch (Exception fault) when (IsLoss(fault, CancellationToken.None))
        {
            // It came to nothing, as it should.
        }

        abandoned.Dispose();
    }

    private SslOption Encryption(HostPort host)
    {
        if (Spec.Tls is not { } tls)
            return new SslOption { Enabled = false };
        var trust = new ServerTrust(tls, host.Host);
        return new SslOption(trust.Name, enabled: true) { CertificateValidationCallback = trust.Check, Certs = trust.OwnCertificates() };
    }

    private BrokerLink Checked(BrokerLink link)
    {
        if (link.Release is not { } release || release >= Oldest)
            return link;
        link.Drop("it is too old");
        throw new BrokerRefusedException(TooOld(link.Version), null);
    }

    private BrokerFault TooOld(string version) => new(
        $"The broker at {string.Join(',', Spec.Hosts)} is RabbitMQ {version}.", $"Streams that a database needs came with {Oldest}: use that or a newer one.");

    /// <summary>What a fault says that was wrapped in others.</summary>
    internal static string Innermost(Exception fault) => fault.InnerException is { } inner ? Innermost(inner) : Words(fault);

    /// <summary>What a fault says. The client ends what took too long as if somebody had cancelled it.</summary>
    internal static string Words(Exception fault) => fault is OperationCanceledException ? "The broker did not answer in time." : fault.Message;
}
