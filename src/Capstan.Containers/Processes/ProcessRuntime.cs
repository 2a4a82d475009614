using Capstan.Containers.Processes.Wire;
using Capstan.Core.Replicas;

namespace Capstan.Containers.Processes;

/// <summary>
/// Runs replicas as processes of this machine. A guard process stands between: it is their parent and ends them when this process ends
/// in any way; when the guard ends, this side ends them and starts another guard. Needs Linux.
/// </summary>
public sealed class ProcessRuntime : IContainerRuntime, IReplicaFaults
{
    internal const string NeedsLinux = "The process runtime needs Linux; on this system use 'runtime: docker'.";
    private static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(30);
    private readonly TimeProvider _time;
    private readonly ReplicaBook _book = new();
    private readonly WatchHub _watchers = new();
    private readonly GuardKeeper _guards;
    private readonly string _folder;

    /// <summary>Does nothing yet; <see cref="InitializeAsync"/> comes first.</summary>
    public ProcessRuntime(ProcessRuntimeOptions options, TimeProvider time)
    {
        _time = time;
        _folder = options.Folder;
        _guards = new GuardKeeper(options, Hear, Resync, time);
    }

    /// <summary>Process id of the guard; 0 while there is none.</summary>
    public int GuardPid => _guards.Pid;

    /// <summary>
    /// Ends what an earlier controller of this state folder left running and starts the guard. The caller holds the folder's lock.
    /// </summary>
    /// <exception cref="RuntimeUnavailableException">No Linux, no guard, or a leftover that does not die.</exception>
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            throw new RuntimeUnavailableException(NeedsLinux);
        await _guards.GetAsync(cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<RuntimeReplica>> ListAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_book.All());
    }

    /// <inheritdoc />
    public async Task<StartOutcome> StartAsync(ReplicaLaunch launch, CancellationToken cancellationToken)
    {
        launch = launch with { Template = launch.Template with { WorkingFolder = launch.Template.WorkingFolder ?? _folder } };
        var guard = await _guards.GetAsync(cancellationToken);
        if (_book.Find(launch.Id) is { IsRunning: true } running)
            return StartOutcome.Started(running);
        if (_book.Find(launch.Id) is not null)
            await StopAsync(launch.Id, TimeSpan.Zero, cancellationToken);
        if (LaunchPlan.Fault(launch) is { } fault)
            return fault;
        var call = LaunchPlan.ToFrame(launch, guard.MarkerPrefix + launch.Id);
        if (call is null)
            return LaunchPlan.NoProgram(launch);
        _book.Expect(launch);
        var answer = await guard.CallAsync(call, CallDeadline, cancellationToken);
        return answer.Kind == FrameKind.Started
            ? StartOutcome.Started(_book.Find(launch.Id) ?? throw new InvalidOperationException($"{launch.Id} runs and is not listed."))
            : LaunchPlan.Explain(launch, (StartFault)answer.Number, answer.Text);
    }

    /// <inheritdoc />
    public async Task StopAsync(ReplicaId id, TimeSpan grace, CancellationToken cancellationToken)
    {
        var guard = await _guards.GetAsync(cancellationToken);
        var call = new Frame(FrameKind.Stop) { Replica = id.ToString(), Amount = Math.Max(0, grace.Ticks) };
        var answer = await guard.CallAsync(call, CallDeadline + grace, cancellationToken);
        if (answer.Kind == FrameKind.NotStopped)
            throw new RuntimeUnavailableException($"Process {answer.Number} of {id} does not die (state {answer.Text}); "
                + "it hangs in the kernel: look at its disk or restart the machine.");
        _book.Remove(id);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<RuntimeEvent> WatchAsync(CancellationToken cancellationToken) => _watchers.WatchAsync(cancellationToken);

    /// <inheritdoc />
    public Task<bool> KillAsync(ReplicaId id, CancellationToken cancellationToken) => InjureAsync(FrameKind.Kill, id, TimeSpan.Zero, cancellationToken);

    /// <inheritdoc />
    public Task<bool> PauseAsync(ReplicaId id, TimeSpan length, CancellationToken cancellationToken) =>
        InjureAsync(FrameKind.Pause, id, length, cancellationToken);

    /// <inheritdoc />
    public Task<bool> ResumeAsync(ReplicaId id, CancellationToken cancellationToken) => InjureAsync(FrameKind.Resume, id, TimeSpan.Zero, cancellationToken);

    /// <summary>Ends every replica that still runs, at once, and the guard.</summary>
    public async ValueTask DisposeAsync()
    {
        await _guards.DisposeAsync();
        _watchers.Dispose();
    }

    private async Task<bool> InjureAsync(FrameKind kind, ReplicaId id, TimeSpan length, CancellationToken cancellationToken)
    {
        var guard = await _guards.GetAsync(cancellationToken);
        var answer = await guard.CallAsync(new Frame(kind) { Replica = id.ToString(), Amount = length.Ticks }, CallDeadline, cancellationToken);
        return answer.Number == 1;
    }

    private void Hear(Frame frame)
    {
        if (!ReplicaId.TryParse(frame.Replica, out var id))
            return;
        switch (frame.Kind)
        {
            case FrameKind.Started:
                _book.SetStarted(id, frame.Number, _time.GetUtcNow());
                _watchers.Publish(new RuntimeEvent(RuntimeEventKind.Started, id));
                break;
            case FrameKind.NotStarted:
                _book.Forget(id);
                break;
            case FrameKind.Exited:
                _book.SetEnded(id, frame.Number);
                _watchers.Publish(new RuntimeEvent(RuntimeEventKind.Exited, id, frame.Number));
                break;
        }
    }

    private void Resync()
    {
        _book.SetAllEnded();
        _watchers.Publish(new RuntimeEvent(RuntimeEventKind.Resync));
    }
}
