using Capstan.Bench.Programs;
using Capstan.Bench.Stacks;

namespace Capstan.Bench.Replacement;

/// <summary>A way to take a replica away.</summary>
internal sealed record Blow(string Name, bool IsDocker, Func<ReplicaView, CancellationToken, Task> StrikeAsync)
{
    /// <summary>Those for child processes.</summary>
    public static IReadOnlyList<Blow> OfProcesses { get; } =
    [
        new("`kill -9`", false, (replica, _) => SignalAsync(replica, Signals.Kill)),
        new("`SIGSTOP` (hangs)", false, (replica, _) => SignalAsync(replica, Signals.Stop)),
    ];

    /// <summary>Those for containers.</summary>
    public static IReadOnlyList<Blow> OfContainers { get; } =
    [
        new("`docker kill`", true, (replica, ending) => Command.RunAsync("docker", ["kill", replica.ContainerId!], ending)),
        new("`docker pause` (hangs)", true, (replica, ending) => Command.RunAsync("docker", ["pause", replica.ContainerId!], ending)),
    ];

    private static Task SignalAsync(ReplicaView replica, int signal)
    {
        Signals.Send(replica.Pid ?? 0, signal);
        return Task.CompletedTask;
    }
}
