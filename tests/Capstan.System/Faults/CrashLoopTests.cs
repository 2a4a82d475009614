using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Faults;

/// <summary>A program that ends before it is ready, every time.</summary>
[Trait(GatewayPlane.Trait, GatewayPlane.Full)]
public sealed class CrashLoopTests
{
    [Theory]
    [InlineData(Runtime.Process)]
    [InlineData(Runtime.Docker)]
    public async Task Start_ProgramEndsAtOnce_StartsBackOffAndNothingElseSuffers(Runtime runtime)
    {
        await DockerEngine.NeedAsync(runtime);
        var bad = new ServiceDraft { Name = "bad", Route = "/bad", Environment = { ["TEST_EXIT"] = "3" } };
        var draft = new StackDraft(runtime, new ServiceDraft(), bad);
        await StackUnderTest.PrepareAsync(draft, async stack =>
        {
            await stack.StartAsync();
            var (first, _) = await stack.WhenAsync("the good service ready", TimeSpan.FromSeconds(30), status => status["web"].IsSettled);
            var attempts = Rounds.Of(4, 6);
            var (starts, _) = await Until.SomeAsync($"{attempts} starts", TimeSpan.FromSeconds(70), async () =>
                await StartsAsync(stack) is var found && found.Count >= attempts ? found : null);

            var ends = await TimesAsync(stack, "replica.gone");
            var begin = (await stack.Admin.EventsAsync()).First(happened => happened.Kind == "stack.started").Time;
            for (var attempt = 1; attempt < attempts; attempt++)
            {
                // The delay counts from the attempt, the event comes when it succeeded: an engine takes its time for that, a busy machine's
                // more. An attempt began after the end of the one before it. The end of the range only tells one step from the next.
                var delay = Math.Pow(2, attempt - 1);
                var earliest = attempt == 1 ? begin : ends[attempt - 2];
                Assert.InRange((starts[attempt].Time - earliest).TotalSeconds, delay * 0.8, double.MaxValue);
                Assert.InRange((starts[attempt].Time - starts[attempt - 1].Time).TotalSeconds, 0, (delay * 1.2) + 5);
            }

            Assert.InRange(starts.Count(start => start.Time - starts[0].Time < TimeSpan.FromSeconds(60)), attempts, 7);
            if (runtime == Runtime.Docker)
                await Until.TrueAsync("no leftover", TimeSpan.FromSeconds(5), async () => (await DockerEngine.ContainersAsync(draft.Name)).All(left => left.State == "running"));
            Assert.Equal(first["web"].Identities, (await stack.StatusAsync())["web"].Identities);
            Assert.Contains((await stack.StatusAsync()).Problems, problem => problem.StartsWith("bad/0") && problem.Contains('3'));
            await stack.DownAsync();
        });
    }

    private static async Task<List<EventView>> StartsAsync(StackUnderTest stack) =>
        [.. (await stack.Admin.EventsAsync()).Where(happened => happened is { Kind: "replica.started", Service: "bad" })];

    private static async Task<List<DateTimeOffset>> TimesAsync(StackUnderTest stack, string kind) =>
        [.. (await stack.Admin.EventsAsync()).Where(happened => happened.Kind == kind && happened.Service == "bad").Select(happened => happened.Time)];
}
