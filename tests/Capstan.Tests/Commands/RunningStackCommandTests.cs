using System.Runtime.InteropServices;
using System.Text.Json;
using Capstan.Events;

namespace Capstan.Tests.Commands;

public sealed class RunningStackCommandTests : IDisposable
{
    private readonly CliFixture _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Up_Piped_PrintsTheFirstScreenThenOneLineForEachEvent()
    {
        var up = await _cli.UpAsync();
        (await _cli.Runner.Running.Task).Append(EventKinds.ScaleDecided, "40 requests ask for 3", "acts");
        _cli.Signals.Raise(PosixSignal.SIGINT);
        var (code, output, error) = await up;

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(["stop"], _cli.Runner.Ends);
        Assert.Equal(
            """
            Stack 'demo' on process, controller pid 4711
              gateway  http://127.0.0.1:8080
              admin    http://127.0.0.1:9900
              service  acts: /api/v1
              service  users: /api/v1/users
            Try:
              capstan status
              capstan scale acts=3
              curl -i http://127.0.0.1:8080/api/v1
            """,
            output[..output.IndexOf("\n\n", StringComparison.Ordinal)]);
        Assert.EndsWith("  scale.decided       acts: 40 requests ask for 3\n" + output.Split('\n')[^2] + "\n", output);
        Assert.EndsWith("stack.stopping      stop\n", output);
    }

    [Fact]
    public async Task Up_SigTerm_LeavesAndSigHupReloads()
    {
        var up = await _cli.UpAsync();
        File.WriteAllText(_cli.Folder["capstan.yaml"], CliFixture.StackFile.Replace("max: 10", "max: 5"));
        var events = await _cli.Runner.Running.Task;
        _cli.Signals.Raise(PosixSignal.SIGHUP);
        await WaitAsync(() => _cli.Runner.Control.Reloaded.Count == 1);
        Assert.Equal(5, _cli.Runner.Control.Reloaded[0].Services[1].Scale!.Max);

        File.WriteAllText(_cli.Folder["capstan.yaml"], "name: demo\nservises: {}\n");
        _cli.Signals.Raise(PosixSignal.SIGHUP);
        await foreach (var happened in events.FollowAsync(0, TestContext.Current.CancellationToken))
        {
            if (happened.Kind == EventKinds.ReloadRefused)
                break;
        }

        _cli.Signals.Raise(PosixSignal.SIGTERM);
        Assert.Equal(0, (await up).Code);
        Assert.Equal(["leave"], _cli.Runner.Ends);
    }

    [Fact]
    public async Task Up_SecondInterrupt_Is130()
    {
        var up = await _cli.UpAsync();
        _cli.Signals.Raise(PosixSignal.SIGINT);
        _cli.Signals.Raise(PosixSignal.SIGINT);
        Assert.Contains((await up).Code, (int[])[0, 130]);
        Assert.False(_cli.Signals.Raise(PosixSignal.SIGINT));
    }

    [Fact]
    public async Task Up_RunsAlready_Is4AndTouchesNothing()
    {
        var up = await _cli.UpAsync();
        var before = File.ReadAllText(Path.Combine(_cli.State, "admin.json"));

        var (code, output, error) = await _cli.RunAsync("up");
        Assert.Equal((4, ""), (code, output));
        Assert.Equal($"capstan: the stack 'demo' runs already (pid {Environment.ProcessId}); take over a changed file with: capstan reload\n", error);
        Assert.Equal(4, (await _cli.RunAsync("up", "--detach")).Code);
        Assert.Equal(before, File.ReadAllText(Path.Combine(_cli.State, "admin.json")));
        await EndAsync(up);
    }

    [Fact]
    public async Task Status_Json_IsTheDocumentedShape()
    {
        var up = await _cli.UpAsync();
        var (code, output, _) = await _cli.RunAsync("status", "--json");
        await EndAsync(up);

        Assert.Equal(0, code);
        using var status = JsonDocument.Parse(output);
        var replica = status.RootElement.GetProperty("services")[0].GetProperty("replicas")[0];
        Assert.Equal((0, 8000, 501, "ready"), (replica.GetProperty("slot").GetInt32(), replica.GetProperty("port").GetInt32(), replica.GetProperty("pid").GetInt32(), replica.GetProperty("state").GetString()));
        Assert.Equal(JsonValueKind.Null, replica.GetProperty("containerId").ValueKind);
        Assert.Equal("2026-01-01T12:00:00+00:00", replica.GetProperty("since").GetString());
    }

    [Fact]
    public async Task Status_Piped_IsAlignedText()
    {
        var up = await _cli.UpAsync();
        var (_, output, _) = await _cli.RunAsync("status");
        await EndAsync(up);

        Assert.Equal(
            """
            Stack demo is running on process, up 4m10s, pid 4711
            Gateway http://127.0.0.1:8080   Admin http://127.0.0.1:9900

            SERVICE  READY  WANTED  REQ/S  IN FLIGHT  HELD  REQUESTS  ERRORS  ROUTES
            acts     1      2       17     5          0     1234      3       /api/v1
            users    1      1       0.0    0          0     40        0       /api/v1/users

            REPLICA  PORT         RUNS AS       STATE     FOR    REQUESTS  IN FLIGHT  HEALTH
            acts/0   8000         pid 501       ready     4m10s  700       3          200 in 2 ms
            acts/1   8001         pid 502       starting  1m00s  0         0          refused; waits for its first 200
            users/0  9000         0123456789ab  ready     4m10s  0         0
            users    10.0.0.5:80  elsewhere     ready     4m10s  20        0          200 in 9 ms

            acts: 27 requests in window 2, decided in 2s: 2 replicas (13 more requests would ask for 3)

            """,
            output);
    }

    [Fact]
    public async Task Scale_Service_IsHandedOn()
    {
        var up = await _cli.UpAsync();
        Assert.Equal((0, "acts: 3 replicas wanted\nusers: 1 replica wanted\n", ""), await _cli.RunAsync("scale", "acts=3", "users=1"));
        Assert.Equal([("acts", 3), ("users", 1)], _cli.Runner.Control.Scaled);

        var (code, _, error) = await _cli.RunAsync("scale", "nobody=3");
        Assert.Equal((1, "capstan: There is no service or database 'nobody'. There are: acts, users.\n"), (code, error));
        await EndAsync(up);
    }

    [Fact]
    public async Task Logs_OfOneService_AreItsLines()
    {
        var up = await _cli.UpAsync();
        Assert.Equal((0, "acts/0 | listening\nacts/1 | oops\n", ""), await _cli.RunAsync("logs", "acts"));
        await EndAsync(up);
    }

    [Fact]
    public async Task Events_FollowedUntilTheStackEnds_EndWithIt()
    {
        var up = await _cli.UpAsync();
        var output = new SharedWriter();
        var following = _cli.RunAsync(output, TextWriter.Null, "events", "-f", "--json");
        (await _cli.Runner.Running.Task).Append("replica.ready", "first 200", "acts");
        await WaitAsync(() => output.ToString().Contains("\"kind\":\"replica.ready\""));
        await EndAsync(up);

        Assert.Equal(0, await following);
        Assert.StartsWith("{\"id\":1,", output.ToString());
    }

    [Fact]
    public async Task Reload_BadFile_Is2WithEveryFaultAndTheStackRunsOn()
    {
        var up = await _cli.UpAsync();
        File.WriteAllText(_cli.Folder["capstan.yaml"], CliFixture.StackFile.Replace("ports: 8000-8099", "ports: 80000").Replace("max: 10", "max: ten"));
        var (code, output, error) = await _cli.RunAsync("reload");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("services.acts.ports", error);
        Assert.Contains("services.acts.scale.max", error);
        Assert.Contains("the stack runs on as it was", error);
        Assert.Empty(_cli.Runner.Control.Reloaded);
        await EndAsync(up);
    }

    [Fact]
    public async Task Reload_GoodFileWithOverride_TellsWhatIsDone()
    {
        var up = await _cli.UpAsync();
        var (code, output, error) = await _cli.RunAsync("reload", "--set", "services.acts.scale.max=7");
        Assert.Equal((0, "acts: 2 replicas are replaced, one at a time\n", ""), (code, output, error));
        Assert.Equal(7, _cli.Runner.Control.Reloaded[0].Services[1].Scale!.Max);
        await EndAsync(up);
    }

    [Fact]
    public async Task Check_AgainstRunningStack_TellsWhatWouldChangeAndChangesNothing()
    {
        var up = await _cli.UpAsync();
        File.WriteAllText(_cli.Folder["capstan.yaml"], CliFixture.StackFile.Replace("max: 10", "max: 5"));
        var (code, output, _) = await _cli.RunAsync("check");
        Assert.Equal(0, code);
        Assert.Contains("The stack is running; a reload would do this:\n", output);
        Assert.Empty(_cli.Runner.Control.Reloaded);
        await EndAsync(up);
    }

    private async Task EndAsync(Task<(int Code, string Out, string Error)> up)
    {
        _cli.Signals.Raise(PosixSignal.SIGINT);
        Assert.Equal(0, (await up).Code);
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (!condition())
            await Task.Delay(10, limit.Token);
    }
}
