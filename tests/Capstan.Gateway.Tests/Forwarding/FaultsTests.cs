using System.Net.Sockets;
using Capstan.Core.Health;
using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Tests.Forwarding;

public sealed class FaultsTests
{
    [Theory]
    [InlineData(SocketError.ConnectionRefused, TargetFailure.Refused)]
    [InlineData(SocketError.HostUnreachable, TargetFailure.ConnectTimeout)]
    [InlineData(SocketError.TooManyOpenSockets, null)]
    [InlineData(SocketError.NoBufferSpaceAvailable, null)]
    [InlineData(SocketError.AddressNotAvailable, null)]
    public void Judge_NoConnection_BlamesTheTargetButForWhatThisMachineIsShortOf(SocketError error, TargetFailure? failure)
    {
        using var deadline = new Deadline(TimeProvider.System, TimeSpan.FromSeconds(1));
        deadline.Begin(TimeSpan.FromSeconds(1), CancellationToken.None, CancellationToken.None);
        var exception = new HttpRequestException(HttpRequestError.ConnectionError, "no connection", new SocketException((int)error));

        var attempt = Faults.Judge(exception, deadline, body: null);

        Assert.Equal((Outcome.NotConnected, failure), (attempt.Outcome, attempt.Failure));
        deadline.End();
    }
}
