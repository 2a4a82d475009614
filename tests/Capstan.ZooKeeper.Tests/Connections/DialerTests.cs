using System.Net;
using System.Net.Sockets;
using Capstan.ZooKeeper.Connections;

namespace Capstan.ZooKeeper.Tests.Connections;

/// <summary>Connecting within a limit.</summary>
public sealed class DialerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A process that stood still finds more time gone than there was; that is one late attempt, and not the end of the session.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(-3000)]
    public void An_attempt_without_time_left_is_a_late_one(int milliseconds)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        var late = Assert.Throws<TimeoutException>(() => Dialer.Dial([IPAddress.Loopback, IPAddress.Loopback], port, TimeSpan.FromMilliseconds(milliseconds), Token));
        Assert.Contains("all the time", late.Message);
        using var socket = Dialer.Dial([IPAddress.Loopback], port, TimeSpan.FromSeconds(30), Token);
        Assert.True(socket.Connected);
    }
}
