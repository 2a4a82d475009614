using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Capstan.Containers.Docker;
using Capstan.Core.Replicas;

namespace Capstan.Docker.Tests;

/// <summary>A socket that answers as an engine that was told its containers, and tells what it was asked. What it has no answer for it never answers.</summary>
internal sealed partial class ToldEngine : IAsyncDisposable
{
    private readonly SocketServer _server;
    private readonly ConcurrentDictionary<string, (int Status, string Body)> _answers = new(StringComparer.Ordinal);
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource _ending = new();

    public ToldEngine(DockerStack stack)
    {
        (Stack, _server) = (stack, new SocketServer(ServeAsync));
        Answer("/version", """{"ApiVersion":"1.41","MinAPIVersion":"1.12"}""");
    }

    public string Path => _server.Path;

    /// <summary>The paths that were asked for, without version and query, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    private DockerStack Stack { get; }

    /// <summary>How often a path was asked for.</summary>
    public int TimesAsked(string path) => Asked.Count(asked => asked == path);

    /// <summary>What the inspection of a container is called.</summary>
    public static string Inspection(string container) => $"/containers/{container}/json";

    /// <summary>Gives a path an answer.</summary>
    public void Answer(string path, string body, int status = 200) => _answers[path] = (status, body);

    /// <summary>Never answers a path again.</summary>
    public void Silence(string path) => _answers.TryRemove(path, out _);

    /// <summary>Lists containers of the service `web`, of slots 0, 1, 2 …, by their ids and states.</summary>
    public void List(params (string Container, string State)[] listed) =>
        Answer("/containers/json", new JsonArray([.. listed.Select((one, slot) => Summary(one.Container, one.State, slot))]).ToJsonString());

    /// <summary>Gives a container's inspection an answer; no process means that it has ended.</summary>
    public void Show(string container, int slot, int pid, int exitCode = 0)
    {
        var state = new JsonObject
        {
            ["Status"] = pid > 0 ? "running" : "exited",
            ["Running"] = pid > 0,
            ["Paused"] = false,
            ["Pid"] = pid,
            ["ExitCode"] = exitCode,
            ["StartedAt"] = "2026-01-01T00:00:01Z",
        };
        var details = new JsonObject { ["Id"] = container, ["Created"] = "2026-01-01T00:00:00Z", ["Config"] = new JsonObject { ["Labels"] = Labels(slot) }, ["State"] = state };
        Answer(Inspection(container), details.ToJsonString());
    }

    /// <summary>Tells the end of a container.</summary>
    public void TellEnd(string container, int slot, int exitCode) =>
        Tell("die", container, slot, new KeyValuePair<string, JsonNode?>("exitCode", $"{exitCode}"));

    /// <summary>Tells the start of a container.</summary>
    public void TellStart(string container, int slot) => Tell("start", container, slot);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _server.DisposeAsync();
        _ending.Dispose();
    }

    private void Tell(string action, string container, int slot, params KeyValuePair<string, JsonNode?>[] more)
    {
        var attributes = Labels(slot);
        attributes["name"] = NameOf(slot);
        foreach (var (name, value) in more)
            attributes[name] = value;
        var told = new JsonObject { ["Action"] = action, ["Actor"] = new JsonObject { ["ID"] = container, ["Attributes"] = attributes } };
        _events.Writer.TryWrite(told.ToJsonString());
    }

    private JsonObject Summary(string container, string state, int slot) => new()
    {
        ["Id"] = container,
        ["Names"] = new JsonArray("/" + NameOf(slot)),
        ["State"] = state,
        ["Created"] = 1_700_000_000,
        ["Labels"] = Labels(slot),
    };

    private JsonObject Labels(int slot) => new()
    {
        [DockerLabels.StackId] = Stack.Id,
        [DockerLabels.Service] = "web",
        [DockerLabels.Slot] = $"{slot}",
        [DockerLabels.Generation] = "1",
        [DockerLabels.SpecHash] = "x",
        [DockerLabels.Port] = $"{8000 + slot}",
    };

    private string NameOf(int slot) => ContainerTemplate.NameOf(Stack, new ReplicaId("web", slot, 1));

    private async Task ServeAsync(Socket socket)
    {
        var buffer = new byte[16384];
        var read = await socket.ReceiveAsync(buffer, _ending.Token);
        var path = Target().Match(Encoding.ASCII.GetString(buffer, 0, read)).Groups[1].Value;
        Asked.Enqueue(path);
        if (path == "/events")
            await TellAllAsync(socket);
        else if (_answers.TryGetValue(path, out var answer))
            await SendAsync(socket, $"HTTP/1.1 {answer.Status} X\r\nContent-Length: {answer.Body.Length}\r\nConnection: close\r\n\r\n{answer.Body}");
        else
            await Task.Delay(Timeout.Infinite, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task TellAllAsync(Socket socket)
    {
        await SendAsync(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        await foreach (var told in _events.Reader.ReadAllAsync(_ending.Token))
            await SendAsync(socket, told + "\n");
    }

    private async Task SendAsync(Socket socket, string text) => await socket.SendAsync(Encoding.ASCII.GetBytes(text), _ending.Token);

    [GeneratedRegex(@"^[A-Z]+ (?:/v[0-9.]+)?(/[^? ]*)")]
    private static partial Regex Target();
}
