using Capstan.Admin;
using Capstan.Events;
using Capstan.Testing.Runtimes;

namespace Capstan.Tests.Commands;

public sealed class StoppedStackCommandTests : IDisposable
{
    private readonly CliFixture _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("status")]
    [InlineData("logs")]
    [InlineData("reload")]
    [InlineData("scale", "acts=2")]
    [InlineData("events", "-f")]
    [InlineData("status", "--json")]
    public async Task Command_StackNotRunning_Is3AndTellsHowToStart(params string[] args)
    {
        var (code, output, error) = await _cli.RunAsync(args);
        Assert.Equal((3, "", "capstan: the stack 'demo' is not running; start it with: capstan up\n"), (code, output, error));
    }

    [Theory]
    [InlineData("bogus")]
    [InlineData("scale", "acts")]
    [InlineData("scale", "acts=-1")]
    [InlineData("logs", "--tail", "-1")]
    [InlineData("up", "--timeout", "0")]
    [InlineData("down", "--timeout", "-5")]
    [InlineData("down", "--timeout", "soon")]
    [InlineData("status", "--jsno")]
    public async Task Command_WrongWords_Is2WithOneSentenceAndTheHelp(params string[] args)
    {
        var (code, output, error) = await _cli.RunAsync(args);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("capstan: ", error);
        Assert.Contains("--help", error);
    }

    [Fact]
    public async Task Events_FileBehindTheShortFollow_SaysHowToNameTheFile()
    {
        const string hint = "Here -f means --follow. Name the stack file with --file: capstan events --file other.yaml\n";
        Assert.Equal(
            (2, "", $"capstan: Unrecognized command or argument 'other.yaml'.\n{hint}See: capstan events --help\n"), await _cli.RunAsync("events", "-f", "other.yaml"));
    }

    [Fact]
    public async Task Command_UnknownWord_IsAllThatIsTold() =>
        Assert.Equal((2, "", "capstan: Unrecognized command or argument 'bogus'.\nSee: capstan --help\n"), await _cli.RunAsync("bogus"));

    [Fact]
    public async Task Command_NoStackFile_Is2WithTheRemedy()
    {
        File.Delete(_cli.Folder["capstan.yaml"]);
        var (code, _, error) = await _cli.RunAsync("status");
        Assert.Equal(2, code);
        Assert.Contains("-f FILE", error);
    }

    [Theory]
    [InlineData("-f", "other.yaml", "status")]
    [InlineData("status", "-f", "other.yaml")]
    [InlineData("--file", "other.yaml", "logs", "-f")]
    [InlineData("logs", "--file", "other.yaml", "-f")]
    public async Task Command_OtherFile_FindsItBeforeAndAfterTheWord(params string[] args)
    {
        File.WriteAllText(_cli.Folder["other.yaml"], "name: other\n");
        var (code, _, error) = await _cli.RunAsync(args);
        Assert.Equal((3, "capstan: the stack 'other' is not running; start it with: capstan up --file other.yaml\n"), (code, error));
    }

    [Fact]
    public async Task Command_OtherStateFolder_StandsInTheRemedy()
    {
        var state = _cli.Folder["elsewhere"];
        var (code, _, error) = await _cli.RunAsync("status", "--state", state);
        Assert.Equal((3, $"capstan: the stack 'demo' is not running; start it with: capstan up --state {state}\n"), (code, error));
    }

    [Fact]
    public async Task Option_NotANumber_IsToldItsRange()
    {
        var (_, _, error) = await _cli.RunAsync("down", "--timeout", "soon");
        Assert.Equal("capstan: --timeout must be a whole number, from 1 to 86400, and not 'soon'.\nSee: capstan down --help\n", error);
    }

    [Fact]
    public async Task Up_StateFolderCannotBeMade_Is1WithTheRemedy()
    {
        File.WriteAllText(_cli.Folder["file"], "");
        var (code, output, error) = await _cli.RunAsync("up", "--detach", "--state", "file");
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith($"capstan: The state folder {_cli.Folder["file"]} cannot be made", error);
        Assert.Contains("--state FOLDER", error);
    }

    [Fact]
    public async Task Logs_AfterTheStackEnded_AreReadFromItsFiles()
    {
        var logs = Directory.CreateDirectory(Path.Combine(_cli.State, "logs")).FullName;
        File.WriteAllText(Path.Combine(logs, "acts.0.log"), "#capstan-log 1\n2026-01-01T12:00:00.0000000Z 1 o going down\n");
        Assert.Equal((0, "acts/0 | going down\n", ""), await _cli.RunAsync("logs", "acts"));
        Assert.Equal(3, (await _cli.RunAsync("logs", "users")).Code);
        Assert.Equal(3, (await _cli.RunAsync("logs", "acts", "--follow")).Code);
    }

    [Fact]
    public async Task Up_WrongStackFile_Is2WithEveryFault()
    {
        File.WriteAllText(_cli.Folder["capstan.yaml"], CliFixture.StackFile.Replace("routes:", "ruotes:").Replace("2m", "2x"));
        var (code, _, error) = await _cli.RunAsync("up");
        Assert.Equal(2, code);
        Assert.Contains("capstan.yaml:5:", error);
        Assert.Contains("capstan.yaml:8:", error);
        Assert.Contains("services.acts.scale.window", error);
        Assert.Equal(2, (await _cli.RunAsync("up", "--detach")).Code);
        Assert.False(Directory.Exists(_cli.State));
    }

    [Fact]
    public async Task Up_RunnerFails_SaysWhyWithItsCode()
    {
        _cli.Runner.Outcome = new(1, "The address 127.0.0.1:8080 is taken; set gateway.listen to a free one.");
        Assert.Equal((1, "", "capstan: The address 127.0.0.1:8080 is taken; set gateway.listen to a free one.\n"), await _cli.RunAsync("up"));
    }

    [Fact]
    public async Task Up_DetachedControllerEndsWithoutAWord_FailsAndNamesItsLog()
    {
        var (code, output, error) = await _cli.RunAsync("up", "--detach");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("the controller ended with code 1 while starting", error);
        Assert.Contains(Path.Combine(_cli.State, "controller.log"), error);
    }

    [Fact]
    public async Task Down_NotRunning_Is0AndSaysSo() =>
        Assert.Equal((0, "Stack 'demo' is not running.\n", ""), await _cli.RunAsync("down"));

    [Fact]
    public async Task Down_AfterAKill_CleansUpWhatWasLeft()
    {
        Directory.CreateDirectory(_cli.State);
        AdminRecordFile.Write(_cli.State, new AdminRecord("http://127.0.0.1:1", Environment.ProcessId, 1, "demo", _cli.Time.GetUtcNow()));
        _cli.Runner.Leftovers = new(0, "Removed acts/0#1.");

        Assert.Equal((0, "Removed acts/0#1.\nStack 'demo' is not running.\n", ""), await _cli.RunAsync("down"));
        Assert.Null(AdminRecordFile.Read(_cli.State));
    }

    [Fact]
    public async Task Events_AfterTheStackEnded_AreReadFromItsFile()
    {
        using (var log = new EventLog(_cli.State, _cli.Time))
        {
            log.Append("stack.started", "2 services");
            log.Append("replica.failed", "exit code 137", "acts", "acts/0#1");
        }

        var (code, output, _) = await _cli.RunAsync("events", "--after", "1");
        Assert.Equal(0, code);
        Assert.EndsWith("  replica.failed      acts/0#1: exit code 137\n", output);
        Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Check_ValidFile_ShowsThePlan()
    {
        Assert.Equal(
            (0, """
            capstan.yaml is a valid stack file.
            Stack demo: 2 services as child processes
            Gateway http://127.0.0.1:8080

            SERVICE  REPLICAS  PORTS      ROUTES         RUNS   SCALING
            users    1         any free   /api/v1/users  users  fixed
            acts     1 to 10   8000-8099  /api/v1        acts   every 2m: floor(requests/20)+1 replicas, 1 to 10, not counting /api/v1/_health

            """, ""),
            await _cli.RunAsync("check"));
        Assert.False(Directory.Exists(_cli.State));
    }

    [Fact]
    public async Task Check_WrongFileAsJson_ListsFaultsWithTheirPlaces()
    {
        File.WriteAllText(_cli.Folder["capstan.yaml"], CliFixture.StackFile.Replace("2m", "2x"));
        var (code, output, _) = await _cli.RunAsync("check", "--json");
        Assert.Equal(2, code);
        Assert.StartsWith($"{{\"file\":\"{_cli.Folder["capstan.yaml"]}\",\"valid\":false,\"stack\":null,", output);
        Assert.Contains("\"path\":\"services.acts.scale.window\"", output);
    }

    [Fact]
    public async Task Check_ServersThatAreNotThere_AreNamedWithTheRemedy()
    {
        var (queues, membership) = (LocalPorts.Free(), LocalPorts.Free());
        File.WriteAllText(_cli.Folder["capstan.yaml"], $"name: demo\ndatabases: {{main: {{queues: 'amqp://127.0.0.1:{queues}', membership: 'zookeeper://127.0.0.1:{membership}'}}}}");
        var (code, output, errors) = await _cli.RunAsync("check");
        Assert.Equal(1, code);
        Assert.Contains($"Database main runs on amqp://guest@127.0.0.1:{queues}/%2F and zookeeper://127.0.0.1:{membership}/capstan/demo/main", output);
        Assert.Matches($"(?m)^capstan: databases\\.main\\.queues: .*127\\.0\\.0\\.1:{queues}.*\\. Start it", errors);
        Assert.Matches($"(?m)^capstan: databases\\.main\\.membership: 127\\.0\\.0\\.1:{membership} cannot be reached: .*\\. Start the server", errors);
        (code, output, _) = await _cli.RunAsync("check", "--json");
        Assert.Equal(1, code);
        Assert.Contains("\"servers\":[{\"path\":\"databases.main.queues\",\"what\":", output);
        Assert.Equal((0, ""), (await _cli.RunAsync("check", "--offline")) is var (done, _, silent) ? (done, silent) : default);
    }

    [Fact]
    public async Task Version_Always_NamesProgramAndRuntime()
    {
        var (code, output, _) = await _cli.RunAsync("version");
        Assert.Equal(0, code);
        Assert.Matches(@"^capstan \d+\.\d+\.\d+\S* \(\.NET 10", output);
    }

    [Fact]
    public async Task Help_OfTheProgram_NamesCommandsAndExitCodesAndHidesTheGuard()
    {
        var (code, output, _) = await _cli.RunAsync("--help");
        Assert.Equal(0, code);
        foreach (var word in (string[])["up", "down", "status", "logs", "events", "scale", "check", "reload", "version", "3 the stack is not running"])
            Assert.Contains(word, output);
        Assert.DoesNotContain("guard", output);
    }

    [Fact]
    public async Task Suggest_BeginningOfAWord_CompletesIt() =>
        Assert.Equal((0, "status\n--state\n", ""), await _cli.RunAsync("[suggest:10]", "capstan st"));
}
