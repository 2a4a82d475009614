using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Capstan.Containers;
using Capstan.Containers.Docker;

namespace Capstan.Docker.Tests;

/// <summary>Faults that a real engine cannot be made to show at will come from a socket that answers as told.</summary>
public sealed class UnavailableTests
{
    private const int Deadline = 30_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Deadline)]
    public async Task Connect_NoSocket_SaysHowToGetAnEngine() =>
        Assert.Contains("apt-get install docker.io", await FaultAsync("/no/such/docker.sock"), StringComparison.Ordinal);

    [Fact(Timeout = Deadline)]
    public async Task Connect_SocketOfADeadEngine_SaysToStartIt()
    {
        var path = Path.Combine(Path.GetTempPath(), $"capstan-{Guid.NewGuid():N}.sock");
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            left.Bind(new UnixDomainSocketEndPoint(path));
        try
        {
            Assert.Contains("start the Docker Engine", await FaultAsync(path), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Connect_OldEngine_NamesBothVersions()
    {
        var message = await FaultAsync("""{"ApiVersion":"1.40","MinAPIVersion":"1.12"}""", 200);
        Assert.Contains("1.40", message, StringComparison.Ordinal);
        Assert.Contains("1.41 or newer", message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline)]
    public async Task Connect_EngineThatWantsNewerClients_NamesItsMinimum() =>
        Assert.Contains(
            "asks for API 2.5 or newer", await FaultAsync("""{"ApiVersion":"2.9","MinAPIVersion":"2.5"}""", 200), StringComparison.Ordinal);

    [Theory(Timeout = Deadline)]
    [InlineData("hello", 200, "not a Docker Engine")]
    [InlineData("{}", 200, "not a Docker Engine")]
    [InlineData("""{"message":"out of order"}""", 500, "500: out of order")]
    public async Task Connect_StrangeAnswer_SaysWhatCame(string body, int status, string expected) =>
        Assert.Contains(expected, await FaultAsync(body, status), StringComparison.Ordinal);

    [Fact(Timeout = Deadline)]
    public async Task List_EngineThatHangs_GivesUpAtTheDeadline()
    {
        await using var server = new SocketServer(_ => Task.Delay(Timeout.Infinite, Token));
        var began = Stopwatch.GetTimestamp();
        Assert.Contains("did not answer within 3 s", await FaultAsync(server.Path), StringComparison.Ordinal);
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(15));
    }

    [Fact(Timeout = Deadline)]
    public async Task Connect_NewerEngine_SpeaksOurNewest()
    {
        await using var server = Answering("""{"ApiVersion":"1.99","MinAPIVersion":"1.24"}""", 200);
        using var engine = new DockerEngine(server.Path, TimeProvider.System);
        Assert.Equal("1.47", await engine.ConnectAsync(Token));
    }

    private static SocketServer Answering(string body, int status) => new(async socket =>
    {
        await socket.ReceiveAsync(new byte[4096], Token);
        var answer = $"HTTP/1.1 {status} X\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";
        await socket.SendAsync(Encoding.ASCII.GetBytes(answer), Token);
    });

    private static async Task<string> FaultAsync(string body, int status)
    {
        await using var server = Answering(body, status);
        return await FaultAsync(server.Path);
    }

    private static async Task<string> FaultAsync(string path)
    {
        using var engine = new DockerEngine(path, TimeProvider.System);
        await using var runtime = new DockerRuntime(engine, new DockerStack("lab", "lab", "/"), TimeProvider.System);
        var error = await Assert.ThrowsAsync<RuntimeUnavailableException>(() => runtime.ListAsync(Token));
        return error.Message;
    }
}
