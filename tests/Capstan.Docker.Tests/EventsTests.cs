using Capstan.Containers;
using Capstan.Containers.Docker;
using Capstan.Testing.Runtimes;

namespace Capstan.Docker.Tests;

public sealed class EventsTests : DockerTest
{
    [Fact(Timeout = Deadline)]
    public async Task Watch_ConnectionCut_ResyncsAndGoesOn()
    {
        await using var relay = SocketServer.RelayTo(DockerLab.Engine.Socket);
        using var engine = new DockerEngine(relay.Path, TimeProvider.System);
        await using var runtime = new DockerRuntime(engine, Stack, TimeProvider.System);
        await using var events = runtime.WatchAsync(Token).GetAsyncEnumerator(Token);
        Assert.Equal(RuntimeEventKind.Resync, (await NextAsync(events)).Kind);
        relay.Cut();
        Assert.Equal(RuntimeEventKind.Resync, (await NextAsync(events)).Kind);
        var replica = await StartedAsync(Launch());
        Assert.Equal(new RuntimeEvent(RuntimeEventKind.Started, replica.Id), await NextAsync(events));
    }

    [Fact(Timeout = Deadline)]
    public async Task Logs_ConnectionCut_GoOnWithoutLossOrRepetition()
    {
        await using var relay = SocketServer.RelayTo(DockerLab.Engine.Socket);
        using var engine = new DockerEngine(relay.Path, TimeProvider.System);
        var replica = await StartedAsync(Launch());
        (await AskAsync(replica, "/print?out=one")).Dispose();
        await using var lines = new DockerReplicaLogs(engine, Stack, TimeProvider.System)
            .ReadAsync(new LogQuery(Follow: true), Token).GetAsyncEnumerator(Token);
        Assert.StartsWith("listening", await TextAsync(lines), StringComparison.Ordinal);
        Assert.Equal("one", await TextAsync(lines));
        relay.Cut();
        (await AskAsync(replica, "/print?out=two")).Dispose();
        Assert.Equal("two", await TextAsync(lines));
        (await AskAsync(replica, "/print?out=three")).Dispose();
        Assert.Equal("three", await TextAsync(lines));
    }

    [Fact(Timeout = Deadline)]
    public async Task Logs_LineLongerThanTheEnginesFrames_ComesWhole()
    {
        var replica = await StartedAsync(Launch());
        var text = new string('x', 40_000);
        (await AskAsync(replica, "/print?out=" + text)).Dispose();
        await foreach (var line in new DockerReplicaLogs(DockerLab.Engine, Stack, TimeProvider.System).ReadAsync(new LogQuery(Follow: true), Token))
        {
            if (line.Text.StartsWith("listening", StringComparison.Ordinal))
                continue;
            Assert.Equal(text, line.Text);
            break;
        }
    }

    private static async Task<string> TextAsync(IAsyncEnumerator<LogLine> lines)
    {
        Assert.True(await lines.MoveNextAsync());
        return lines.Current.Text;
    }
}
