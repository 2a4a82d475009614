using System.Net;
using System.Net.Sockets;
using Capstan.ZooKeeper.Tests.Rig;

namespace Capstan.ZooKeeper.Tests.Connections;

/// <summary>Names and addresses that lead nowhere, of servers on the way to one that answers.</summary>
public sealed class NameTests(SharedServer shared) : ServerTest(shared)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ManualResetEventSlim _mayAnswer = new();

    public override async ValueTask DisposeAsync()
    {
        _mayAnswer.Set();
        await base.DisposeAsync();
    }

    [Fact(Timeout = Deadline)]
    public async Task A_name_that_nobody_answers_for_keeps_nobody_from_the_next_server()
    {
        var connecting = ConnectAsync(Options() with
        {
            Servers = [new("dead", Server.Port), new("live", Server.Port)],
            LookUp = LookUp,
            // The order as it is written.
            Chance = () => 0.99,
        });
        var client = await connecting.WaitAsync(Patience, Token);
        Assert.Equal("live", client.Server?.Host);
    }

    [Fact(Timeout = Deadline)]
    public async Task Whoever_gives_up_waits_for_no_name()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var connecting = ZooKeeperClient.ConnectAsync(Options() with { Servers = [new("dead", Server.Port)], LookUp = LookUp }, limit.Token);
        limit.CancelAfter(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(Patience, Token));
    }

    /// <summary>A listener whose queue is full takes nobody and refuses nobody, as a filter that drops what comes.</summary>
    [Fact(Timeout = Deadline)]
    public async Task A_silent_address_keeps_nobody_from_the_next()
    {
        var silent = IPAddress.Parse("127.0.0.2");
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(silent, Server.Port));
        listener.Listen(0);
        using var first = Waiting(silent);
        using var second = Waiting(silent);
        var connecting = ConnectAsync(Options() with { Servers = [new("both", Server.Port)], LookUp = _ => [silent, IPAddress.Loopback] });
        var client = await connecting.WaitAsync(Patience, Token);
        Assert.NotNull(await client.ExistsAsync("/", Token));
    }

    private IPAddress[] LookUp(string host)
    {
        if (host == "dead")
            _mayAnswer.Wait();
        return [IPAddress.Loopback];
    }

    private Socket Waiting(IPAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            socket.Connect(new IPEndPoint(address, Server.Port));
        }
        catch (SocketException pending) when (pending.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // It takes a place in the queue.
        }

        return socket;
    }
}
