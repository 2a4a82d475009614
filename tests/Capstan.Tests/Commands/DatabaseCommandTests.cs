using Capstan.Tests.Admin;

namespace Capstan.Tests.Commands;

public sealed class DatabaseCommandTests : IDisposable
{
    private readonly CliFixture _cli = new();

    public DatabaseCommandTests() => _cli.Runner.Control.Now = _cli.Runner.Control.Now with { Services = [], Databases = [FakeStackControl.Rides()] };

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Status_Database_IsThisTranscript()
    {
        await using var up = await UpAsync();
        var (code, output, _) = await _cli.RunAsync("status");

        Assert.Equal(0, code);
        Assert.Equal(
            """
            Stack demo is running on process, up 4m10s, pid 4711
            Gateway http://127.0.0.1:8080   Admin http://127.0.0.1:9900

            DATABASE  LEADER  EPOCH  FOLLOWERS  WANTED  POSITION  READS/S  WRITES/S  WAITING  ERRORS  API
            main      slot 0  7      1          2       40        13       3.0       3        1       http://127.0.0.1:8081

            WORKER  ROLE      RUNS AS  STATE     FOR    APPLIED  BEHIND  DETAIL
            main/0  leader    pid 601  ready     4m10s  40       0
            main/1  follower  pid 602  ready     4m10s  33       7
            main/2  -         pid 603  starting  1m00s  -        -       has not joined yet
            main: 27 reads in window 0, decided in 2s: 2 followers (14 more reads would ask for 3)

            """,
            output);
    }

    [Fact]
    public async Task Scale_Database_SetsItsFollowers()
    {
        await using var up = await UpAsync();
        var (code, output, _) = await _cli.RunAsync("scale", "main=3");

        Assert.Equal((0, "main: 3 followers wanted\n"), (code, output));
        Assert.Equal([("main", 3)], _cli.Runner.Control.Scaled);
    }

    [Theory]
    [InlineData("y\n", 0)]
    [InlineData("n\n", 1)]
    [InlineData("", 1)]
    public async Task ForceLeader_AsksWhatMayBeLost(string answer, int expected)
    {
        await using var up = await UpAsync();
        _cli.Answers = answer;
        var (code, output, _) = await _cli.RunAsync("db", "force-leader", "main");

        Assert.Equal(expected, code);
        Assert.StartsWith("Acknowledged writes of 'main' that only slot 3 may hold are gone for good then.\nGo on? [y/N] ", output);
        Assert.Equal(expected == 0 ? ["main"] : [], _cli.Runner.Control.Forced);
    }

    [Fact]
    public async Task ForceLeader_WithYes_AsksNothing()
    {
        await using var up = await UpAsync();
        Assert.Equal(0, (await _cli.RunAsync("db", "force-leader", "main", "--yes")).Code);
        Assert.Equal(["main"], _cli.Runner.Control.Forced);
    }

    [Fact]
    public async Task ForceLeader_Refused_TellsWhy()
    {
        await using var up = await UpAsync();
        _cli.Runner.Control.ForceRefusal = "'main' has a leader; there is nothing to force.";
        var (code, _, error) = await _cli.RunAsync("db", "force-leader", "main", "--yes");
        Assert.Equal((1, "capstan: No leader was forced. 'main' has a leader; there is nothing to force.\n"), (code, error));

        Assert.Contains("The databases are: main.", (await _cli.RunAsync("db", "force-leader", "mian", "--yes")).Error);
    }

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
