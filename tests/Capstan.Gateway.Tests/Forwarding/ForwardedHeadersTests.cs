using System.Net;
using System.Text;
using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Tests.Forwarding;

public sealed class ForwardedHeadersTests
{
    [Theory]
    [InlineData("127.0.0.1", "7.7.7.7, 8.8.8.8", "8.8.8.8")]
    [InlineData("127.0.0.1", "8.8.8.8,\t2001:db8::1 ", "2001:db8::1")]
    [InlineData("127.0.0.1", "8.8.8.8,", "127.0.0.1")]
    [InlineData("127.0.0.1", "caf\u00e9", "127.0.0.1")]
    [InlineData("127.0.0.1", "", "127.0.0.1")]
    [InlineData("10.1.2.3", "8.8.8.8", "10.1.2.3")]
    public void ClientOf_Chain_IsTheLastOfATrustedOne(string peer, string chain, string client) =>
        Assert.Equal(IPAddress.Parse(client), ForwardedHeaders.ClientOf(Encoding.Latin1.GetBytes(chain), PeerOf(peer)));

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("127.0.0.1")]
    public void ClientOf_LongChain_CostsNoMoreThanItsLast(string address)
    {
        var chain = Encoding.Latin1.GetBytes(new string('x', 30_000) + ", 8.8.8.8");
        var peer = PeerOf(address);

        Assert.InRange(Enumerable.Range(0, 8).Min(_ => AllocatedBy(chain, peer)), 0, 200);
    }

    private static long AllocatedBy(byte[] chain, Peer peer)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        ForwardedHeaders.ClientOf(chain, peer);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static Peer PeerOf(string address) => new(IPAddress.Parse(address), 8080, new TrustedNetworks(["127.0.0.0/8"]));
}
