using Capstan.Containers;
using Capstan.Containers.Docker;

namespace Capstan.Docker.Tests;

/// <summary>What following the logs costs an engine in the long run.</summary>
public sealed class FollowedLogsTests
{
    private const int Deadline = 30_000;
    private static readonly DockerStack Stack = new("lab", "lab", "/");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Deadline)]
    public async Task Follow_ContainersAreReplacedAgainAndAgain_AsksForNoneThatIsGone()
    {
        await using var told = new ToldEngine(Stack);
        using var engine = new DockerEngine(told.Path, TimeProvider.System);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Replace(told, 0);
        var following = FollowAsync(new DockerReplicaLogs(engine, Stack, TimeProvider.System), leave.Token);
        for (var generation = 0; generation < 20; generation++)
        {
            while (told.TimesAsked(LogOf(generation)) == 0)
                await Task.Delay(5, Token);
            Replace(told, generation + 1);
            told.TellStart(Container(generation + 1), slot: 0);
        }

        await leave.CancelAsync();
        await following;
        // Once for what there was, once to follow it, and a little more while that had not ended.
        Assert.InRange(told.TimesAsked(LogOf(0)), 1, 5);
    }

    private static string Container(int generation) => $"container-{generation}";

    private static string LogOf(int generation) => $"/containers/{Container(generation)}/logs";

    private static void Replace(ToldEngine told, int generation)
    {
        told.Answer(LogOf(generation), "");
        told.List((Container(generation), "running"));
    }

    private static async Task FollowAsync(DockerReplicaLogs logs, CancellationToken leave)
    {
        try
        {
            await foreach (var _ in logs.ReadAsync(new LogQuery(Follow: true), leave))
                Assert.Fail("Nobody has written a line.");
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            // The test has seen enough.
        }
    }
}
