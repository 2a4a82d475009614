using System.Globalization;
using Capstan.Containers;

namespace Capstan.Docker.Tests;

/// <summary>The engine stands still for a while, which the deadlines of other tests would notice: none runs beside this one.</summary>
[Collection(nameof(StoppedEngineTests))]
[CollectionDefinition(nameof(StoppedEngineTests), DisableParallelization = true)]
public sealed class StoppedEngineTests : DockerTest
{
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
}
