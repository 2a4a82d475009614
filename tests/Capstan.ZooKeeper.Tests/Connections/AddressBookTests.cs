using System.Net;
using System.Net.Sockets;
using Capstan.ZooKeeper.Connections;

namespace Capstan.ZooKeeper.Tests.Connections;

/// <summary>What the session's thread is told of names while whoever knows them is slow or away.</summary>
public sealed class AddressBookTests : IDisposable
{
    private const int Deadline = 60_000;
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(40);
    private static readonly IPAddress[] First = [IPAddress.Loopback];
    private static readonly IPAddress[] Second = [IPAddress.IPv6Loopback];

    private readonly ManualResetEventSlim _mayAnswer = new(initialState: true);
    private readonly AddressBook _book;
    private Func<IPAddress[]> _answer = () => First;
    private int _asked;

    public AddressBookTests() => _book = new AddressBook(_ =>
    {
        Interlocked.Increment(ref _asked);
        _mayAnswer.Wait();
        return _answer();
    });

    public void Dispose() => _mayAnswer.Set();

    [Fact]
    public void An_address_is_nothing_to_ask_for()
    {
        Assert.Equal(Second, _book.Find("::1", Short, CancellationToken.None));
        Assert.Equal(0, _asked);
    }

    [Fact]
    public void What_comes_too_late_for_one_attempt_is_there_for_the_next()
    {
        _mayAnswer.Reset();
        Assert.Throws<TimeoutException>(() => _book.Find("zk", Short, CancellationToken.None));
        _mayAnswer.Set();
        Assert.Equal(First, _book.Find("zk", Long, CancellationToken.None));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public void While_nobody_can_say_the_last_addresses_serve()
    {
        Assert.Equal(First, _book.Find("zk", Long, CancellationToken.None));
        _mayAnswer.Reset();
        Assert.Equal(First, _book.Find("zk", Short, CancellationToken.None));
        _answer = () => throw new SocketException((int)SocketError.TryAgain);
        _mayAnswer.Set();
        Assert.Equal(First, _book.Find("zk", Long, CancellationToken.None));
        _answer = () => Second;
        Assert.Equal(Second, _book.Find("zk", Long, CancellationToken.None));
    }

    [Fact]
    public void A_name_that_is_gone_is_told()
    {
        Assert.Equal(First, _book.Find("zk", Long, CancellationToken.None));
        _answer = () => throw new SocketException((int)SocketError.HostNotFound);
        Assert.Equal(SocketError.HostNotFound, Assert.Throws<SocketException>(() => _book.Find("zk", Long, CancellationToken.None)).SocketErrorCode);
    }

    [Fact(Timeout = Deadline)]
    public async Task Whoever_is_disposed_of_waits_for_nobody()
    {
        using var stop = new CancellationTokenSource();
        _mayAnswer.Reset();
        var finding = Task.Factory.StartNew(() => _book.Find("zk", Long, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => finding);
    }
}
