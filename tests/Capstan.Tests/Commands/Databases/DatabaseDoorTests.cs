using Capstan.Control;
using Capstan.Tests.Admin;

namespace Capstan.Tests.Commands.Databases;

/// <summary>How commands find their database, and what they say when they cannot; and the commands that only look.</summary>
public sealed class DatabaseDoorTests : IAsyncLifetime
{
    private const string Token = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private const string AdminToken = "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA";

    private readonly CliFixture _cli = new();
    private FakeDatabaseApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await FakeDatabaseApi.StartAsync();
        Offer(FakeStackControl.Rides() with { Address = _api.Address });
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        _cli.Dispose();
    }

    [Fact]
    public async Task Shell_StackDoesNotRun_SaysHowToStartIt() => Assert.Equal(
        (3, "", "capstan: the stack 'demo' is not running; start it with: capstan up\n"), await _cli.RunAsync("db", "shell", "-c", "SELECT 1"));

    [Fact]
    public async Task Shell_DatabaseNotSaidOrUnknown_NamesThoseThatThereAre()
    {
        await using var up = await UpAsync();
        Assert.Equal((2, "", "capstan: the stack 'demo' has no database 'mian'; it has: main\n"), await _cli.RunAsync("db", "shell", "-d", "mian", "-c", "SELECT 1"));
        Offer(FakeStackControl.Rides(), FakeStackControl.Rides() with { Name = "other" });
        Assert.Equal((2, "", "capstan: the stack 'demo' has several databases; name one with --database: main, other\n"), await _cli.RunAsync("db", "status"));
        Offer();
        var (code, _, error) = await _cli.RunAsync("db", "status");
        Assert.Equal(2, code);
        Assert.Contains("add one under 'databases:'", error);
    }

    [Theory]
    [InlineData("--url", "127.0.0.1:8081")]
    [InlineData("--url", "http://127.0.0.1:8081/v1")]
    [InlineData("--url", "http://127.0.0.1:8081", "--database", "main")]
    [InlineData("--token-file", "tokens")]
    [InlineData("--level", "none")]
    [InlineData("--json", "--csv")]
    [InlineData("-c", "SELECT 1", "file.sql")]
    public async Task Shell_WrongWords_Is2WithASentence(params string[] words)
    {
        var (code, output, error) = await _cli.RunAsync(["db", "shell", .. words]);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("capstan: ", error);
        Assert.EndsWith("See: capstan db shell --help\n", error);
    }

    [Fact]
    public async Task Shell_OfAStack_SendsTheAdminToken()
    {
        await using var up = await UpAsync();
        var folder = Directory.CreateDirectory(Path.Combine(_cli.State, "databases", "main"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "tokens"), $"read {Token}\nwrite {Token}\nadmin {AdminToken}\n", TestContext.Current.CancellationToken);
        Assert.Equal((0, "n\n-\n1\n", ""), await _cli.RunAsync("db", "shell", "-c", "SELECT 1 AS n"));
        Assert.Equal(("/v1/query", "Bearer " + AdminToken), (_api.Asked[^1].Path, _api.Asked[^1].Authorization));
    }

    [Fact]
    public async Task Shell_ByUrl_TakesTheTokenOfAFileAndNeedsNoStack()
    {
        File.Delete(_cli.Folder["capstan.yaml"]);
        await File.WriteAllTextAsync(_cli.Folder["token"], Token + "\n", TestContext.Current.CancellationToken);
        Assert.Equal((0, "n\n1\n", ""), await _cli.RunAsync("db", "shell", "--url", _api.Address, "--token-file", "token", "--csv", "-c", "SELECT 1 AS n"));
        Assert.Equal("Bearer " + Token, _api.Asked[^1].Authorization);

        Assert.Contains("There is no token file", (await _cli.RunAsync("db", "shell", "--url", _api.Address, "--token-file", "none", "-c", "SELECT 1")).Error);
        await File.WriteAllTextAsync(_cli.Folder["token"], "not a token", TestContext.Current.CancellationToken);
        Assert.Contains("holds no token", (await _cli.RunAsync("db", "shell", "--url", _api.Address, "--token-file", "token", "-c", "SELECT 1")).Error);
    }

    [Fact]
    public async Task Shell_FromAPipe_RunsWhatComes()
    {
        await using var up = await UpAsync();
        _cli.Answers = "SELECT 1;\n.mode json\nSELECT 1;\n";
        Assert.Equal(
            (0, "n\n-\n1\n{\"version\":1,\"position\":40,\"changes\":0,\"lastInsertRowId\":null,\"columns\":[\"n\"],\"rows\":[[1]]}\n", ""), await _cli.RunAsync("db", "shell"));
        _cli.Answers = "BEGIN;\nDELETE FROM a;\n";
        Assert.Equal((1, "", "capstan: the input ends between BEGIN and COMMIT: 1 statement not sent.\n"), await _cli.RunAsync("db", "shell"));
        Assert.Equal((1, ""), ((await _cli.RunAsync("db", "shell", "missing.sql")).Code, (await _cli.RunAsync("db", "shell", "missing.sql")).Out));
    }

    [Fact]
    public async Task Status_TokenRefused_SaysWhatToDo()
    {
        (_api.Code, _api.Query) = (401, """{"title":"The token is missing or wrong.","detail":"Send one.","status":401,"code":"token_required"}""");
        var (code, _, error) = await _cli.RunAsync("db", "status", "--url", _api.Address);
        Assert.Equal(1, code);
        Assert.EndsWith("The token is missing or wrong. Send one. [token_required]\nName a file with the token for this with --token-file FILE.\n", error);
    }

    [Fact]
    public async Task Status_OfAStack_IsThisTranscript()
    {
        await using var up = await UpAsync();
        var (code, output, error) = await _cli.RunAsync("db", "status");
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(
            $"""
            Database main: slot 0 leads in epoch 7, 1 of 2 followers ready
            API {_api.Address}   position 40   log 4.0 KiB
            Waiting: 1 write, 2 reads   13 reads/s, 3.0 writes/s   1 error

            SLOT  ROLE      PID  STATE     FOR    APPLIED  BEHIND  DETAIL
            0     leader    601  ready     4m10s  40       0
            1     follower  602  ready     4m10s  33       7
            2     -         603  starting  1m00s  -        -       has not joined yet

            SNAPSHOT  BEHIND  SIZE     DIGEST
            30        10      8.8 KiB  fedcba987654
            10        30      8.0 KiB  0123456789ab
            Not there, and not retired: slot 3

            """,
            output);
    }

    [Fact]
    public async Task Status_AsJson_IsTheDocumentedShape()
    {
        var (code, output, _) = await _cli.RunAsync("db", "status", "--json", "--url", _api.Address);
        Assert.Equal(0, code);
        Assert.Equal(
            $$"""{"version":1,"database":"main","address":"{{_api.Address}}","trouble":null,"leader":0,"epoch":7,"position":40,"followers":null,"readyFollowers":1,"""
            + """ "logBytes":4096,"queues":{"writes":1,"reads":2,"dead":0},"traffic":null,"roster":null,"workers":["""
            + """{"slot":0,"role":"leader","pid":601,"state":"ready","since":null,"applied":40,"lag":0,"engine":"3.40.1","detail":null},"""
            + """{"slot":1,"role":"follower","pid":602,"state":"ready","since":null,"applied":33,"lag":7,"engine":"3.40.1","detail":null}],"""
            + """ "snapshots":[{"position":30,"bytes":9000,"digest":"fedcba9876543210"},{"position":10,"bytes":8192,"digest":"0123456789abcdef"}]}""" + "\n",
            output.Replace("\"logBytes", " \"logBytes").Replace("\"snapshots", " \"snapshots"));
    }

    [Fact]
    public async Task Completion_KnowsTheNamesOfDatabases()
    {
        File.WriteAllText(_cli.Folder["capstan.yaml"], "name: demo\ndatabases:\n  main: { listen: 127.0.0.1:8081 }\n  other: { listen: 127.0.0.1:8082 }\n");
        var line = "capstan db shell --database ";
        Assert.Equal((0, "main\nother\n", ""), await _cli.RunAsync($"[suggest:{line.Length}]", line));
        line = "capstan db shell --level ";
        Assert.Equal((0, "any\nlinear\nsession\n", ""), await _cli.RunAsync($"[suggest:{line.Length}]", line));
        line = "capstan db force-leader ";
        Assert.Contains("main\nother\n", (await _cli.RunAsync($"[suggest:{line.Length}]", line)).Out);
    }

    [Fact]
    public async Task Help_EndsWithExamples()
    {
        var (code, output, _) = await _cli.RunAsync("db", "shell", "--help");
        Assert.Equal(0, code);
        Assert.Contains("\nExamples:\n  capstan db shell\n", output);
        Assert.DoesNotContain("Examples", (await _cli.RunAsync("db", "--help")).Out);
    }

    private void Offer(params DatabaseStatus[] databases) => _cli.Runner.Control.Now = _cli.Runner.Control.Now with { Databases = databases };

    private async Task<RunningUp> UpAsync() => new(_cli, await _cli.UpAsync());

    private sealed class RunningUp(CliFixture cli, Task up) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            cli.Signals.Raise(System.Runtime.InteropServices.PosixSignal.SIGINT);
            await up;
        }
    }
}
