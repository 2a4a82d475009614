using Capstan.Client;

namespace Capstan.Commands.Databases.Shell;

/// <summary>A database's state in a few lines.</summary>
internal static class ShellStatus
{
    /// <summary>One line for a shell's beginning.</summary>
    public static string Summary(DatabaseState state) => string.Join(", ",
        state.Leader is { } leader ? $"slot {leader.Slot} leads" : "nobody leads",
        Humane.Count(state.Workers.Count(worker => worker is { IsLeader: false, IsReady: true }), "follower"),
        $"position {state.Position}");

    /// <summary>All that matters.</summary>
    /// <param name="state">The state.</param>
    /// <param name="seen">The position that the shell has seen.</param>
    public static IEnumerable<string> Lines(DatabaseState state, long seen)
    {
        yield return $"{state.Database}: position {state.Position}, epoch {state.Epoch}; this shell has seen position {seen}";
        foreach (var worker in state.Workers.OrderBy(worker => worker.Slot))
        {
            var behind = state.Position - worker.Applied is var lag and > 0 ? $", {lag} behind" : "";
            yield return $"  slot {worker.Slot}  {(worker.IsLeader ? "leader  " : "follower")}  pid {worker.Pid}  "
                + $"{(worker.IsReady ? "ready" : "catches up")}  at {worker.Applied}{behind}{(worker.Trouble.Length > 0 ? ": " + worker.Trouble : "")}";
        }

        if (state.WritesWaiting + state.ReadsWaiting + state.DeadWrites > 0)
            yield return $"  waiting: {Humane.Count(state.WritesWaiting, "write")}, {Humane.Count(state.ReadsWaiting, "read")}, {state.DeadWrites} given up";
        if (state.Trouble.Length > 0)
            yield return "! " + state.Trouble;
    }
}
