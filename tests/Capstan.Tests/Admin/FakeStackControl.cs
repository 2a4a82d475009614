using Capstan.Control;
using Capstan.Core.Stacks;
using Capstan.Drills;

namespace Capstan.Tests.Admin;

/// <summary>A running stack that only remembers what it was asked.</summary>
internal sealed class FakeStackControl : IStackControl
{
    private readonly Lock _lock = new();

    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public List<(string Service, int Wanted)> Scaled { get; } = [];

    public List<StackSpec> Reloaded { get; } = [];

    public string? ScaleRefusal { get; set; }

    public List<string> Forced { get; } = [];

    public string? ForceRefusal { get; set; }

    public TaskCompletionSource<string> Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StackStatus Now { get; set; } = new()
    {
        Stack = "demo",
        State = "running",
        Runtime = "process",
        Pid = 4711,
        Since = Start,
        Gateway = ["http://127.0.0.1:8080"],
        Admin = "http://127.0.0.1:9900",
        Problems = [],
        Services = [Acts(), Users()],
    };

    public static ServiceStatus Acts() => new()
    {
        Name = "acts",
        Wanted = 2,
        Routes = ["/api/v1"],
        Requests = 1_234,
        RequestsPerSecond = 17.25,
        Errors = 3,
        InFlight = 5,
        Held = 0,
        Window = new WindowStatus(2, 27, 120, Start.AddSeconds(252), 2, 13),
        Replicas =
        [
            new ReplicaStatus { Slot = 0, Port = 8000, Pid = 501, State = "ready", Since = Start, Generation = 1, Health = "200 in 2 ms", Requests = 700, InFlight = 3 },
            new ReplicaStatus { Slot = 1, Port = 8001, Pid = 502, State = "starting", Since = Start.AddSeconds(190), Generation = 4, Health = "refused", Detail = "waits for its first 200" },
        ],
        Targets = [],
    };

    public static ServiceStatus Users() => new()
    {
        Name = "users",
        Wanted = 1,
        Routes = ["/api/v1/users"],
        Requests = 40,
        RequestsPerSecond = 0,
        Errors = 0,
        InFlight = 0,
        Held = 0,
        Replicas = [new ReplicaStatus { Slot = 0, Port = 9000, ContainerId = "0123456789abcdef0123456789abcdef", State = "ready", Since = Start, Generation = 1 }],
        Targets = [new TargetStatus("10.0.0.5:80", "ready", Start, "200 in 9 ms", 20, 0, false)],
    };

    public static DatabaseStatus Rides() => new()
    {
        Name = "main",
        Address = "http://127.0.0.1:8081",
        Followers = 2,
        ReadyFollowers = 1,
        Leader = 0,
        Epoch = 7,
        Position = 40,
        LogBytes = 4096,
        WriteDepth = 1,
        ReadDepth = 2,
        DeadDepth = 0,
        Reads = 120,
        Writes = 30,
        Errors = 1,
        ReadsPerSecond = 12.5,
        WritesPerSecond = 3,
        Window = new WindowStatus(0, 27, 120, Start.AddSeconds(252), 2, 14),
        Roster = [0, 1, 3],
        Workers =
        [
            new WorkerStatus { Slot = 0, Role = "leader", Pid = 601, State = "ready", Since = Start, Generation = 1, Applied = 40, Lag = 0 },
            new WorkerStatus { Slot = 1, Role = "follower", Pid = 602, State = "ready", Since = Start, Generation = 2, Applied = 33, Lag = 7 },
            new WorkerStatus { Slot = 2, Pid = 603, State = "starting", Since = Start.AddSeconds(190), Generation = 1, Detail = "has not joined yet" },
        ],
    };

    public StackStatus Status()
    {
        lock (_lock)
            return Now;
    }

    public string? Scale(string service, int wanted)
    {
        lock (_lock)
            Scaled.Add((service, wanted));
        return ScaleRefusal;
    }

    public Task<string?> ForceLeaderAsync(string database, CancellationToken cancellationToken)
    {
        lock (_lock)
            Forced.Add(database);
        return Task.FromResult(ForceRefusal);
    }

    public List<DrillRequest> Drilled { get; } = [];

    public List<long> DrillsEnded { get; } = [];

    public string? DrillRefusal { get; set; }

    public Task<DrillOutcome> DrillAsync(DrillRequest asked, CancellationToken cancellationToken)
    {
        lock (_lock)
            Drilled.Add(asked);
        return Task.FromResult(DrillRefusal is { } refusal
            ? DrillOutcome.Refuse(refusal)
            : DrillOutcome.Of(new DrillInjection(
                57, asked.Fault, (asked.Database ?? asked.Service)!, Start, Start.AddSeconds(0.004), asked.Seconds, [new DrillTarget("main/0#1", 0, 1, 601, "leader")])));
    }

    public Task EndDrillAsync(long id, CancellationToken cancellationToken)
    {
        lock (_lock)
            DrillsEnded.Add(id);
        return Task.CompletedTask;
    }

    public ReloadOutcome Reload(StackSpec changed)
    {
        lock (_lock)
            Reloaded.Add(changed);
        return new ReloadOutcome(true, ["acts: 2 replicas are replaced, one at a time"]);
    }

    public void Stop(string reason) => Stopped.TrySetResult(reason);
}
