using System.Collections.Concurrent;
using System.Net.Sockets;
using Capstan.Cluster.Lifelines;

namespace Capstan.Cluster.Tests.Lifelines;

public sealed class LifelineServerTests : IAsyncDisposable
{
    private const int Deadline = 30_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("capstan-").FullName;
    private readonly ConcurrentQueue<Guid> _ended = new();
    private readonly SemaphoreSlim _told = new(0);
    private readonly LifelineServer _server;

    public LifelineServerTests()
    {
        _server = new LifelineServer(
            life =>
            {
                _ended.Enqueue(life);
                _told.Release();
            },
            TimeProvider.System);
        Assert.Null(_server.Start(_folder));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _told.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact(Timeout = Deadline)]
    public async Task Line_IsClosed_ItsLifeHasEndedAndNoOther()
    {
        var (staying, leaving) = (Guid.NewGuid(), Guid.NewGuid());
        using var open = await LineAsync(staying.ToByteArray());
        (await LineAsync(leaving.ToByteArray())).Dispose();
        await _told.WaitAsync(Token);
        Assert.Equal([leaving], _ended);
        open.Dispose();
        await _told.WaitAsync(Token);
        Assert.Equal([leaving, staying], _ended);
    }

    [Fact(Timeout = Deadline)]
    public async Task Dispose_LinesAreOpen_NobodyHasEnded()
    {
        var (held, last) = (Guid.NewGuid(), Guid.NewGuid());
        using var open = await LineAsync(held.ToByteArray());
        (await LineAsync(last.ToByteArray())).Dispose();
        // Lines are taken in turn: this one came before.
        await _told.WaitAsync(Token);
        await _server.DisposeAsync();
        Assert.Equal(0, await open.ReceiveAsync(new byte[1], Token));
        Assert.Equal([last], _ended);
    }

    [Theory(Timeout = Deadline)]
    [InlineData(0)]
    [InlineData(Lifeline.NameLength - 1)]
    [InlineData(Lifeline.NameLength + 1)]
    public async Task Line_SaysWhatNoWorkerSays_IsNobodys(int bytes)
    {
        (await LineAsync(new byte[bytes])).Dispose();
        var life = Guid.NewGuid();
        (await LineAsync(life.ToByteArray())).Dispose();
        await _told.WaitAsync(Token);
        await _server.DisposeAsync();
        Assert.Equal([life], _ended);
    }

    [Fact]
    public async Task Start_NoSocketsThere_SaysSoAndGoesWithout()
    {
        await using var server = new LifelineServer(_ => { }, TimeProvider.System);
        Assert.StartsWith("no socket can be made in /proc (", server.Start("/proc"), StringComparison.Ordinal);
        Assert.Null(server.Path);
    }

    private async Task<Socket> LineAsync(byte[] name)
    {
        var line = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await line.ConnectAsync(new UnixDomainSocketEndPoint(_server.Path!), Token);
        await line.SendAsync(name, Token);
        return line;
    }
}
