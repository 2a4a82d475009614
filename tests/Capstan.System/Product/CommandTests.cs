using System.Text.Json;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Product;

/// <summary>What commands print and how they end, on stacks that run, do not run, or cannot.</summary>
public sealed class CommandTests
{
    [Fact]
    public Task Commands_StackDoesNotRun_SaySo() => StackUnderTest.PrepareAsync(new StackDraft(Runtime.Process, new ServiceDraft()), async stack =>
    {
        foreach (var command in new string[][] { ["status"], ["logs"], ["scale", "web=2"], ["reload"], ["events", "--follow"] })
        {
            var result = await stack.CliAsync([.. command, "--file", stack.File]);
            Assert.True(result.Code == ExitCodes.NotRunning, $"{command[0]}: {result}");
            Assert.NotEmpty(result.Error);
        }

        Assert.Equal(ExitCodes.Ok, (await stack.CliAsync("down", "--file", stack.File)).Code);
        Assert.Equal(ExitCodes.Ok, (await stack.CliAsync("check", "--file", stack.File)).Code);
        Assert.Equal(ExitCodes.Usage, (await stack.CliAsync("status", "--file", "/no/such/file.yaml")).Code);
        Assert.Equal(ExitCodes.Usage, (await stack.CliAsync("stauts")).Code);
        Assert.Equal(ExitCodes.Ok, (await stack.CliAsync("version")).Code);
    });

    [Fact]
    public Task Commands_StackRuns_DoWhatTheySay() => StackUnderTest.RunAsync(new StackDraft(Runtime.Process, new ServiceDraft()), async stack =>
    {
        // The stack file is in the current folder: no command needs its name.
        var json = await stack.CliAsync("status", "--json");
        Assert.Equal(ExitCodes.Ok, json.Code);
        var status = StackView.Parse(json.Output);
        Assert.Equal((1, stack.Draft.Name, 1), (status.Version, status.Stack, status["web"].Wanted));
        var replica = JsonDocument.Parse(json.Output).RootElement.GetProperty("services")[0].GetProperty("replicas")[0];
        foreach (var member in new[] { "slot", "port", "pid", "containerId", "state", "since" })
            Assert.True(replica.TryGetProperty(member, out _), member);

        Assert.Equal(ExitCodes.Ok, (await stack.CliAsync("scale", "web=2")).Code);
        await stack.WhenAsync("two replicas", TimeSpan.FromSeconds(20), now => now.IsSettled && now["web"].Wanted == 2);
        Assert.Contains("web", (await stack.CliAsync("status")).Output);
        await stack.AskAsync(stack.Draft.Web.FirstPort, "/print?out=a-line-of-output");
        await Until.TrueAsync("the line in the logs", TimeSpan.FromSeconds(5), async () => (await stack.CliAsync("logs", "web")).Output.Contains("a-line-of-output"));
        Assert.Contains("scale.set", (await stack.CliAsync("events")).Output);

        Assert.Equal(ExitCodes.Failed, (await stack.CliAsync("scale", "nothing=2")).Code);
        Assert.Equal(ExitCodes.Usage, (await stack.CliAsync("scale", "web")).Code);
        Assert.NotEqual(ExitCodes.Ok, (await stack.CliAsync("scale", "web=700")).Code);
        Assert.NotEqual(ExitCodes.Ok, (await stack.CliAsync("logs", "nothing")).Code);
        Assert.Equal(2, (await stack.StatusAsync())["web"].Wanted);
    });

    [Fact]
    public Task Detach_EverythingReady_ReturnsAndTheStackRunsOn() => StackUnderTest.RunAsync(
        new StackDraft(Runtime.Process, new ServiceDraft { Replicas = 2 }) { Detach = true }, async stack =>
        {
            // Nothing was waited for after the command returned.
            Assert.Equal(2, (await stack.StatusAsync())["web"].Ready.Count());
            Assert.Contains("web", await stack.TextAsync("/who"));
        });

    [Theory]
    [InlineData("TEST_EXIT", "7")]
    [InlineData("TEST_HEALTH", "500")]
    public Task Detach_ServiceDoesNotBecomeReady_FailsSayingWhich(string variable, string value)
    {
        var bad = new ServiceDraft { Name = "bad", Route = "/bad", Environment = { [variable] = value } };
        return StackUnderTest.PrepareAsync(new StackDraft(Runtime.Process, new ServiceDraft(), bad), async stack =>
        {
            var result = await stack.CliAsync("up", "--detach", "--timeout", "5", "--file", stack.File);

            Assert.Equal(ExitCodes.NotReady, result.Code);
            Assert.Contains("bad/0", result.Error);
            Assert.Contains(value, result.Error);
            Assert.DoesNotContain("web/0", result.Error);
            await stack.AssertNothingLeftAsync();
        });
    }
}
