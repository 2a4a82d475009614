using System.Net.Sockets;
using Capstan.Database.Embedded;
using Capstan.Database.Embedded.Wire;
using Capstan.Database.Log;
using Capstan.Database.Worker;
using Capstan.Testing;

namespace Capstan.Database.Tests.Embedded.Hub;

public sealed class HubSessionTests : IDisposable
{
    private const int Deadline = 30_000;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Deadline)]
    public async Task Session_SilentWorker_IsLetGo()
    {
        var time = new ManualTimeProvider();
        await using var test = await EngineUnderTest.StartAsync(_folder.Path, time);
        using var socket = await ConnectAsync(test);
        Send(socket, FrameKind.Hello, new Hello(0, Guid.NewGuid(), 10, "sqlite").Write);
        await test.NoticeAsync("worker-joined");
        using var reader = new FrameReader(socket);
        Assert.True(await reader.FillAsync(Token));
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Single(test.Engine.Read().View.Members);
        // While it is still busy with the greeting, its time does not count.
        var left = test.NoticeAsync("worker-left");
        while (!left.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Contains("4 s", (await left).Detail);
        await EndOfAsync(reader);
    }

    [Fact(Timeout = Deadline)]
    public async Task Session_ConnectionThatSaysNothing_IsClosed()
    {
        var time = new ManualTimeProvider();
        await using var test = await EngineUnderTest.StartAsync(_folder.Path, time);
        using var socket = await ConnectAsync(test);
        using var reader = new FrameReader(socket);
        var ended = EndOfAsync(reader);
        while (!ended.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await ended;
    }

    [Theory(Timeout = Deadline)]
    [InlineData(new byte[] { 255, 255, 255, 255, 1 })]
    [InlineData(new byte[] { 0, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 4 })]
    [InlineData(new byte[] { 2, 0, 0, 0, 1, 9 })]
    [InlineData(new byte[] { 5, 0, 0, 0, 1, 99, 0, 0, 0 })]
    public async Task Session_Garbage_EndsThatConnectionAlone(byte[] bytes)
    {
        await using var test = await EngineUnderTest.StartAsync(_folder.Path);
        await using var worker = await test.JoinAsync(0);
        using var socket = await ConnectAsync(test);
        await socket.SendAsync(bytes, SocketFlags.None, Token);
        using var reader = new FrameReader(socket);
        await EndOfAsync(reader);
        Assert.Equal(LogPosition.None, await worker.Log.EndAsync(Token));
        Assert.Single(test.Engine.Read().View.Members);
        Assert.False(test.Engine.Faulted.IsCompleted);
    }

    [Fact(Timeout = Deadline)]
    public async Task Session_UnknownFrameOfAMember_EndsItsMembership()
    {
        await using var test = await EngineUnderTest.StartAsync(_folder.Path);
        using var socket = await ConnectAsync(test);
        Send(socket, FrameKind.Hello, new Hello(0, Guid.NewGuid(), 10, "sqlite").Write);
        await test.NoticeAsync("worker-joined");
        Send(socket, (FrameKind)200, _ => { });
        Assert.Contains("200", (await test.NoticeAsync("worker-left")).Detail);
    }

    [Fact(Timeout = Deadline)]
    public async Task Worker_WithNothingToDo_IsHeardThreeTimesASession()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_folder.File("s")));
        listener.Listen();
        var environment = new Dictionary<string, string> { ["CAPSTAN_DATABASE_SOCKET"] = _folder.File("s"), ["CAPSTAN_DATABASE_SLOT"] = "0" };
        var connecting = EmbeddedWorkerEngine.ConnectAsync(environment, "sqlite", 10, Token);
        using var socket = await listener.AcceptAsync(Token);
        var settings = new WorkerSettings
        {
            Database = "main",
            Session = TimeSpan.FromMilliseconds(150),
            KeyRetention = TimeSpan.Zero,
            KeyLimit = 1,
            SnapshotRecords = 1,
            SnapshotBytes = 1,
            ScrubEvery = TimeSpan.Zero,
            IsDurable = false,
        };
        Send(socket, FrameKind.Welcome, new Welcome(settings, _folder.Path).Write);
        await using var worker = await connecting;
        using var reader = new FrameReader(socket);
        for (var pings = 0; pings < 3;)
        {
            Assert.True(await reader.FillAsync(Token));
            while (reader.TryRead(out var kind, out _))
                pings += kind == FrameKind.Ping ? 1 : 0;
        }
    }

    private static async Task<Socket> ConnectAsync(EngineUnderTest test)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(test.Engine.WorkerEnvironment(0)["CAPSTAN_DATABASE_SOCKET"]), Token);
        return socket;
    }

    private static void Send(Socket socket, FrameKind kind, Action<RecordWriter> write)
    {
        var frame = new RecordWriter().Byte((byte)kind);
        write(frame);
        socket.Send(new RecordWriter().Bytes(frame.Written.Span).Written.Span);
    }

    private static async Task EndOfAsync(FrameReader reader)
    {
        while (await reader.FillAsync(Token))
        {
            while (reader.TryRead(out _, out _))
            {
                // What was sent before the end does not matter.
            }
        }
    }
}
