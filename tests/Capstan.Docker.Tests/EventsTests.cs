using System.Globalization;
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

    [Fact(Timeout = Deadline)]
    public async Task Watch_EngineStoppedAndContinued_TellsWhatHappenedAndCallsFailWithOneSentence()
    {
        if (Environment.GetEnvironmentVariable("CAPSTAN_TEST_ENGINE_PID_FILE") is not { } file)
        {
            Assert.Skip("the engine is not the tests' own and must not be stopped; run ./test where no engine answers");
            return;
        }
        var pid = int.Parse(await File.ReadAllTextAsync(file, Token), CultureInfo.InvariantCulture);
        var replica = await StartedAsync(Launch());
        (await AskAsync(replica, "/health")).Dispose();
        await using var events = Runtime.WatchAsync(Token).GetAsyncEnumerator(Token);
        Assert.Equal(RuntimeEventKind.Resync, (await NextAsync(events)).Kind);
        await Signals.SendAsync(pid, "STOP");
        try
        {
            var error = await Assert.ThrowsAsync<RuntimeUnavailableException>(() => Runtime.ListAsync(Token));
            Assert.Contains("did not answer within 3 s", error.Message, StringComparison.Ordinal);
            Assert.Equal(System.Net.HttpStatusCode.OK, (await AskAsync(replica, "/health")).StatusCode);
            (await AskAsync(replica, "/exit?code=4")).Dispose();
        }
        finally
        {
            await Signals.SendAsync(pid, "CONT");
        }
        Assert.Equal(new RuntimeEvent(RuntimeEventKind.Exited, replica.Id, 4), await NextAsync(events));
        Assert.Equal(4, Assert.Single(await Runtime.ListAsync(Token)).ExitCode);
    }

    private static async Task<RuntimeEvent> NextAsync(IAsyncEnumerator<RuntimeEvent> events)
    {
        Assert.True(await events.MoveNextAsync());
        return events.Current;
    }

    private static async Task<string> TextAsync(IAsyncEnumerator<LogLine> lines)
    {
        Assert.True(await lines.MoveNextAsync());
        return lines.Current.Text;
    }
}
