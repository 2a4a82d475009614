using System.Net.Sockets;
using Capstan.Cluster.Lifelines;

namespace Capstan.Cluster.Tests.Lifelines;

public sealed class LifelineTests : IDisposable
{
    private const int Deadline = 30_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("capstan-").FullName;
    private readonly Guid _life = Guid.NewGuid();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string PathOfSocket => Path.Combine(_folder, "s");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = Deadline)]
    public async Task Hold_Worker_SaysItsNameAndStaysUntilItIsLetGo()
    {
        using var controller = Listen();
        var lifeline = new Lifeline(PathOfSocket, _life, TimeProvider.System);
        using var line = await AcceptAsync(controller);
        var end = line.ReceiveAsync(new byte[1], Token).AsTask();
        Assert.False(end.IsCompleted);
        await lifeline.DisposeAsync();
        Assert.Equal(0, await end);
    }

    [Fact(Timeout = Deadline)]
    public async Task Hold_ControllerComesLate_IsFound()
    {
        await using var lifeline = new Lifeline(PathOfSocket, _life, TimeProvider.System);
        using var controller = Listen();
        (await AcceptAsync(controller)).Dispose();
    }

    [Fact(Timeout = Deadline)]
    public async Task Hold_ControllerGoesAndAnotherComes_HoldsALineToThatOne()
    {
        var old = Listen();
        await using var lifeline = new Lifeline(PathOfSocket, _life, TimeProvider.System);
        using (old)
            (await AcceptAsync(old)).Dispose();
        File.Delete(PathOfSocket);
        using var next = Listen();
        (await AcceptAsync(next)).Dispose();
    }

    [Fact(Timeout = Deadline)]
    public async Task Dispose_NoControllerEverCame_IsDone() =>
        await new Lifeline(PathOfSocket, _life, TimeProvider.System).DisposeAsync();

    private Socket Listen()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(PathOfSocket));
        socket.Listen();
        return socket;
    }

    /// <summary>The next line, which has said the worker's name.</summary>
    private async Task<Socket> AcceptAsync(Socket controller)
    {
        var line = await controller.AcceptAsync(Token);
        var name = new byte[Lifeline.NameLength];
        Assert.Equal(name.Length, await line.ReceiveAsync(name, Token));
        Assert.Equal(_life, new Guid(name));
        return line;
    }
}
