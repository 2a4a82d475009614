using Capstan.Commands;
using Capstan.Control;

namespace Capstan.Tests.Commands;

public sealed class UnreadyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 10, TimeSpan.Zero);

    [Fact]
    public void Lines_SlotWithoutAReplica_TellsItsProblem() =>
        Assert.Equal(
            ["web/0: its program ended with exit code 7. Next try in 4 s."],
            Unready.Lines(Status(1, ["web/0: its program ended with exit code 7. Next try in 4 s."]), Now));

    [Fact]
    public void Lines_ReplicaThatIsThere_TellsItOnce() =>
        Assert.Equal(
            ["web/0 on port 8000 is starting since 8s: /health answered 500"],
            Unready.Lines(Status(1, ["web/0: not healthy yet."], Replica(0)), Now));

    [Fact]
    public void Lines_SlotWithoutReplicaOrProblem_IsCounted() =>
        Assert.Equal(
            ["web/0 on port 8000 is starting since 8s: /health answered 500", "web: 2 replicas could not be started yet"],
            Unready.Lines(Status(3, [], Replica(0)), Now));

    private static ReplicaStatus Replica(int slot) => new()
    {
        Slot = slot,
        Port = 8000 + slot,
        State = "starting",
        Since = Now - TimeSpan.FromSeconds(8),
        Generation = 1,
        Health = "/health answered 500",
    };

    private static StackStatus Status(int wanted, IReadOnlyList<string> problems, params ReplicaStatus[] replicas) => new()
    {
        Stack = "shop",
        State = "starting",
        Runtime = "process",
        Pid = 1,
        Since = Now,
        Gateway = [],
        Admin = "",
        Problems = problems,
        Services =
        [
            new ServiceStatus
            {
                Name = "web",
                Wanted = wanted,
                Routes = [],
                Requests = 0,
                RequestsPerSecond = 0,
                Errors = 0,
                InFlight = 0,
                Held = 0,
                Replicas = replicas,
                Targets = [],
            },
        ],
    };
}
