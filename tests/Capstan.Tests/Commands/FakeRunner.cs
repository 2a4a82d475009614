using Capstan.Admin;
using Capstan.Core.Stacks;
using Capstan.Events;
using Capstan.Hosting;
using Capstan.Tests.Admin;
using Microsoft.Extensions.Logging.Abstractions;

namespace Capstan.Tests.Commands;

/// <summary>Runs a real admin API and event log in front of a stack that only remembers, until it is told to end.</summary>
internal sealed class FakeRunner(TimeProvider time) : IStackRunner
{
    public FakeStackControl Control { get; } = new();

    public TaskCompletionSource<EventLog> Running { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RunOutcome Outcome { get; set; } = new(0);

    public RunOutcome Leftovers { get; set; } = new(0);

    public List<string> Ends { get; } = [];

    public async Task<RunOutcome> RunAsync(StackRun run, IStackObserver observer, RunSignals signals)
    {
        if (Outcome.ExitCode != 0)
            return Outcome;
        using var events = new EventLog(run.StateFolder, time);
        var reloader = new StackReloader(run, Control, events);
        var parts = new AdminParts
        {
            Stack = run.Spec.Name,
            Listen = new AdminSpec { Listen = new HostPort("127.0.0.1", 0) },
            StateFolder = run.StateFolder,
            Control = Control,
            Events = events,
            Logs = new FakeReplicaLogs(),
            DataPlane = new FakeDataPlane(),
            Reloader = reloader,
            Time = time,
            Loggers = NullLoggerFactory.Instance,
        };
        await using var server = await AdminServer.StartAsync(parts, CancellationToken.None);
        events.Append(EventKinds.StackStarted, "2 services");
        observer.Started(new RunningStack(Control, events, reloader, Control.Now.Admin));
        Running.SetResult(events);
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stop = signals.Stop.Register(() => ended.TrySetResult("stop"));
        await using var leave = signals.Leave.Register(() => ended.TrySetResult("leave"));
        Ends.Add(await await Task.WhenAny(ended.Task, Control.Stopped.Task));
        events.Append(EventKinds.StackStopping, Ends[^1]);
        return Outcome;
    }

    public Task<RunOutcome> RemoveLeftoversAsync(StackRun run, CancellationToken cancellationToken) => Task.FromResult(Leftovers);
}
