using System.Diagnostics;
using Capstan.Containers.Processes.Logs;
using Capstan.Containers.Processes.Native;

namespace Capstan.Containers.Tests.Processes;

public sealed class ProcessRuntimeTests : IAsyncLifetime
{
    private const int Deadline = 60_000;
    private RuntimeUnderTest _test = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _test = await RuntimeUnderTest.OpenAsync();

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    [Theory(Timeout = Deadline)]
    [InlineData("exit 0", 0)]
    [InlineData("exit 42", 42)]
    [InlineData("kill -TERM $$", 143)]
    [InlineData("kill -KILL $$", 137)]
    public async Task Exit_AnyWay_TellsItsCode(string script, int code) => Assert.Equal(code, await _test.ExitOfAsync(0, script));

    [Fact(Timeout = Deadline)]
    public async Task Start_Replica_FindsACleanPlace()
    {
        // Descriptors (listed by a child alone: for a pipe or a redirection the shell holds some itself for a moment), then the masks of blocked and ignored signals, then who it is.
        await _test.ExitOfAsync(7, """
            (exec ls /proc/$$/fd >descriptors); tr '\n' ' ' <descriptors; echo
            readlink /proc/$$/fd/0
            grep -E 'SigBlk|SigIgn' /proc/self/status | tr -d '\t\n'; echo
            echo $CAPSTAN_SERVICE $CAPSTAN_SLOT $CAPSTAN_GENERATION $HOST ${PORT:+port} ${CAPSTAN_REPLICA:+marked} ${DOTNET_GCConserveMemory:-clean}
            pwd
            ps -o pid=,pgid=,sid= -p $$ | awk '{print ($1==$2 && $2==$3) ? "leader" : "not leader"}'
            """);
        await _test.Runtime.StopAsync(_test.Launch(7).Id, TimeSpan.Zero, Token);
        Assert.Equal(
            ["0 1 2 ", "/dev/null", "SigBlk:0000000000000000SigIgn:0000000000000000", "web 7 1 127.0.0.1 port marked clean", _test.State, "leader"],
            await _test.LinesAsync());
    }

    [Fact(Timeout = Deadline)]
    public async Task Pause_OfAReplicaThatWaitsForAProcessor_IsToldWhenItStandsStill()
    {
        // More than there are processors: most of them take up the signal later.
        List<RuntimeReplica> busy = [];
        while (busy.Count < 4 * Environment.ProcessorCount)
            busy.Add(await _test.StartShellAsync(busy.Count, "while :; do :; done"));
        foreach (var replica in busy)
        {
            Assert.True(await _test.Runtime.PauseAsync(replica.Id, TimeSpan.FromMinutes(1), Token));
            Assert.Equal('T', ProcStat.Of(replica.Pid)!.Value.State);
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_ThatNobodyConnectsTo_TellsNoPort()
    {
        var outcome = await _test.Runtime.StartAsync(_test.Launch(0, "/bin/sh", "-c", "echo ${PORT:-none}; sleep 60") with { Port = 0 }, Token);
        Assert.Equal(0, outcome.Replica?.Port);
        Assert.Equal("none", await _test.FirstLineAsync(outcome.Replica!.Id));
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_FileThatIsNoProgram_SaysWhy()
    {
        var file = Path.Combine(_test.State, "file");
        await File.WriteAllTextAsync(file, "#!/not/there\n", Token);
        var refused = await _test.Runtime.StartAsync(_test.Launch(0, file), Token);
        Assert.Equal(StartFault.Refused, refused.Fault);
        Assert.Contains("Permission denied", refused.Detail, StringComparison.Ordinal);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.Equal(StartFault.NotFound, (await _test.Runtime.StartAsync(_test.Launch(0, file), Token)).Fault);
        Assert.Equal(StartFault.NotFound, (await _test.Runtime.StartAsync(_test.Launch(0, "no-such-program"), Token)).Fault);
        Assert.Equal(StartFault.Refused, (await _test.Runtime.StartAsync(_test.Launch(0), Token)).Fault);
        Assert.Empty(await _test.Runtime.ListAsync(Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task Exit_OfTheFirstProcess_EndsItsDaemons()
    {
        await using var events = _test.Runtime.WatchAsync(Token).GetAsyncEnumerator(Token);
        var replica = await _test.StartShellAsync(0, "setsid -f sh -c 'echo $$; exec sleep 600'; sleep 600 & trap 'exit 5' USR1; wait");
        var daemon = int.Parse(await _test.FirstLineAsync(replica.Id));
        ProcessIdentity.Of(replica.Pid)!.Value.Send(10);
        Assert.Equal(5, await RuntimeUnderTest.ExitAsync(events, replica.Id));
        await RuntimeUnderTest.GoneAsync(daemon);
    }

    [Fact(Timeout = Deadline)]
    public async Task Stop_ReplicaThatStandsStill_WakesItToEndPolitely()
    {
        await using var events = _test.Runtime.WatchAsync(Token).GetAsyncEnumerator(Token);
        var replica = await _test.StartShellAsync(0, "trap 'exit 9' TERM; echo ready; while :; do sleep 0.05; done");
        await _test.FirstLineAsync(replica.Id);
        ProcessIdentity.Of(replica.Pid)!.Value.Send(19);
        await _test.Runtime.StopAsync(replica.Id, TimeSpan.FromSeconds(30), Token);
        Assert.Equal(9, await RuntimeUnderTest.ExitAsync(events, replica.Id));
    }

    [Fact(Timeout = Deadline)]
    public async Task Stop_FirstProcessEndsBeforeItsChild_ChildKeepsItsGrace()
    {
        var replica = await _test.StartShellAsync(0, "sh -c 'trap \"sleep 0.5; echo done\" TERM; echo ready; sleep 600 & wait' & wait");
        await _test.FirstLineAsync(replica.Id);
        await _test.Runtime.StopAsync(replica.Id, TimeSpan.FromSeconds(30), Token);
        Assert.Equal(["ready", "done"], await _test.LinesAsync());
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_FiftyAtOnce_AllRunAndAllEnd()
    {
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(slot => _test.Runtime.StartAsync(_test.Launch(slot, "sleep", "600"), Token)));
        Assert.All(outcomes, outcome => Assert.Equal("", outcome.Detail));
        var pids = outcomes.Select(outcome => outcome.Replica!.Pid).ToHashSet();
        Assert.Equal(50, pids.Count(RuntimeUnderTest.IsAlive));
        await Task.WhenAll(outcomes.Select(outcome => _test.Runtime.StopAsync(outcome.Replica!.Id, TimeSpan.FromSeconds(10), Token)));
        Assert.DoesNotContain(pids, RuntimeUnderTest.IsAlive);
        Assert.Empty(await _test.Runtime.ListAsync(Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task Output_Flood_StaysWithinItsDisk()
    {
        Assert.Equal(0, await _test.ExitOfAsync(0, "yes 'a line of some length that says nothing' | head -c 104857600; echo; echo last"));
        await _test.Runtime.StopAsync(_test.Launch(0).Id, TimeSpan.Zero, Token);
        var files = Directory.GetFiles(LogNames.FolderIn(_test.State)).Select(file => new FileInfo(file).Length).ToList();
        Assert.Equal(3, files.Count);
        Assert.All(files, length => Assert.InRange(length, 1, 10 * 1024 * 1024));
        Assert.Equal("last", (await _test.LinesAsync())[^1]);
        using var guard = Process.GetProcessById(_test.Runtime.GuardPid);
        Assert.InRange(guard.WorkingSet64, 1, 150L * 1024 * 1024);
    }
}
