using System.Net.Sockets;

namespace Capstan.Client.Tests.Protocol;

public sealed class FaultsTests
{
    /// <summary>What the handler throws when a connection is reset in the moment in which it was made.</summary>
    [Fact]
    public void IsOfConnection_BareSocketFault_IsOneAndLeavesOpenWhatWasDone()
    {
        var fault = new SocketException((int)SocketError.NotConnected);

        Assert.True(Faults.IsOfConnection(fault, TestContext.Current.CancellationToken));
        var seen = Faults.OfConnection(fault, new Uri("http://127.0.0.1:1/"), TimeSpan.FromSeconds(1));
        Assert.True(seen.MayBeDone);
        Assert.Equal(DatabaseErrors.NoAnswer, seen.Code);
    }
}
