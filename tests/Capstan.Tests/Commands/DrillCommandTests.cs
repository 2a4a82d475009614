using Capstan.Tests.Admin;

namespace Capstan.Tests.Commands;

public sealed class DrillCommandTests : IDisposable
{
    private readonly CliFixture _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("Name a fault", "drill")]
    [InlineData("There is no fault 'kill-controller'; there are kill-leader, ", "drill", "kill-controller")]
    [InlineData("kill-leader is a fault of a database.", "drill", "kill-leader", "--service", "acts")]
    [InlineData("kill-replica is a fault of a service.", "drill", "kill-replica", "--database", "main")]
    [InlineData("--pause goes with faults that pause, and kill-leader kills.", "drill", "kill-leader", "--pause", "3s")]
    [InlineData("--path goes with faults of a service.", "drill", "kill-leader", "--path", "/x")]
    [InlineData("--writers and --readers go with --load.", "drill", "kill-leader", "--writers", "3")]
    [InlineData("--path must begin with a slash, and 'x' does not.", "drill", "kill-replica", "--path", "x")]
    [InlineData("--for: the duration '10' has no unit; write 10s for seconds", "drill", "kill-leader", "--for", "10")]
    [InlineData("--rounds must be a whole number, from 1 to 100, and not '0'.", "drill", "kill-leader", "--rounds", "0")]
    public async Task Drill_WrongCommandLine_SaysWhy(string says, params string[] args)
    {
        var (code, _, error) = await _cli.RunAsync(args);

        Assert.Equal(2, code);
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_ExplainsEachFaultWithoutAStack()
    {
        var (code, output, _) = await _cli.RunAsync("drill", "list");

        Assert.Equal(0, code);
        Assert.All(Core.Drills.DrillFaults.All, info => Assert.Contains(info.Word, output, StringComparison.Ordinal));
        Assert.Contains("pause-leader    database  the worker that leads hangs", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drill_StackDoesNotRun_SaysSo() => Assert.Equal(3, (await _cli.RunAsync("drill", "kill-replica", "--service", "acts", "--yes")).Code);

    [Theory]
    [InlineData("n\n")]
    [InlineData("")]
    public async Task Drill_WithoutConsent_NamesWhatItWouldDoAndDoesNothing(string answer)
    {
        _cli.Runner.Control.Now = _cli.Runner.Control.Now with { Databases = [FakeStackControl.Rides() with { Followers = 1 }] };
        await using var up = await UpAsync();
        _cli.Answers = answer;
        var (code, output, error) = await _cli.RunAsync("drill", "kill-leader", "--rounds", "3");

        Assert.Equal(1, code);
        Assert.Equal(
            """
            kill-leader of the database 'main' of the running stack 'demo', 3 rounds:
              kill -9 of the worker that leads. What has to come of it: another worker leads, and writes wait for that instead of failing.
              1 writer and 1 reader use a table of their own meanwhile, which is dropped afterwards.
            Others who use it may wait for that long, too.

            """ + "Go on? [y/N] ",
            output);
        Assert.Contains("nothing was done", error, StringComparison.Ordinal);
        Assert.Empty(_cli.Runner.Control.Drilled);
    }

    [Theory]
    [InlineData("'main' is not whole: 1 of 2 followers are ready; wait until all are.", "kill-leader", "--yes")]
    [InlineData("'acts' is not whole: 1 of 2 replicas are ready; wait until all are.", "kill-replica", "--service", "acts", "--yes")]
    [InlineData("The stack 'demo' has several services; name one with --service: acts, users.", "kill-replica", "--yes")]
    [InlineData("The stack 'demo' has no database 'mian'; it has: main.", "kill-leader", "--database", "mian", "--yes")]
    public async Task Drill_OfWhatCannotBeDrilled_SaysWhyAndInjuresNobody(string says, params string[] args)
    {
        _cli.Runner.Control.Now = _cli.Runner.Control.Now with { Databases = [FakeStackControl.Rides()] };
        await using var up = await UpAsync();
        var (code, _, error) = await _cli.RunAsync(["drill", .. args]);

        Assert.Equal(1, code);
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.Empty(_cli.Runner.Control.Drilled);
    }

    private async Task<IAsyncDisposable> UpAsync() => new Running(_cli, await _cli.UpAsync());

    private sealed class Running(CliFixture cli, Task<(int Code, string Out, string Error)> up) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            cli.Runner.Control.Stop("end of the test");
            await up;
        }
    }
}
