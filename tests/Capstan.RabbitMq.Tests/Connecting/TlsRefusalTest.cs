using System.Net.Sockets;
using Capstan.Core.Stacks;
using Capstan.RabbitMq.Connecting;
using RabbitMQ.Client.Exceptions;

namespace Capstan.RabbitMq.Tests.Connecting;

public sealed class TlsRefusalTest
{
    private const string Hint = "queues.tls.certificate";

    public static TheoryData<Exception> HungUp =>
    [
        Unreachable(new IOException("Unable to read.", new SocketException((int)SocketError.ConnectionReset))),
        Unreachable(new IOException("Unable to write.", new SocketException((int)SocketError.Shutdown))),
        // What the TLS layer says of a connection whose refusal another read has taken.
        Unreachable(new IOException("The write operation failed.", new InvalidOperationException("Operation failed with error - 1."))),
        Unreachable(new EndOfStreamException()),
    ];

    public static TheoryData<Exception> Others =>
    [
        Unreachable(new SocketException((int)SocketError.ConnectionRefused)),
        Unreachable(new SocketException((int)SocketError.HostNotFound)),
        Unreachable(new OperationCanceledException()),
        new TimeoutException(),
    ];

    [Theory, MemberData(nameof(HungUp), DisableDiscoveryEnumeration = true)]
    public void Hint_OfATlsConnectionThatIsHungUp_NamesTheCertificate(Exception fault)
    {
        Assert.Contains(Hint, TlsRefusal.HintOf(Spec(new ServerTlsSpec()), fault), StringComparison.Ordinal);
        Assert.Empty(TlsRefusal.HintOf(Spec(null), fault));
    }

    [Theory, MemberData(nameof(Others), DisableDiscoveryEnumeration = true)]
    public void Hint_OfABrokerThatIsNotThere_IsNone(Exception fault) => Assert.Empty(TlsRefusal.HintOf(Spec(new ServerTlsSpec()), fault));

    private static BrokerSpec Spec(ServerTlsSpec? tls) => new() { Hosts = [new HostPort("127.0.0.1", 5671)], Tls = tls };

    private static BrokerUnreachableException Unreachable(Exception cause) => new(cause);
}
