using Capstan.Control;
using Capstan.Database.Api;
using Capstan.Database.Engines;
using Capstan.Database.Membership;

namespace Capstan.Hosting.Databases;

/// <summary>What the API of a database may ask of the controller.</summary>
internal sealed class WorkerControl(string database, IDatabaseEngine engine, StackController controller, TimeProvider time) : IWorkerControl
{
    /// <summary>How long the end of a killed process's connection may take to be seen.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    /// <remarks>By the workers' connections: the system ends one with its process, long before a pass of the controller notices.</remarks>
    public IReadOnlyList<int> Pids() => [.. engine.Read().View.Members.Select(member => member.Pid).Order()];

    /// <inheritdoc />
    public ValueTask<int?> CrashLeaderAsync(CancellationToken cancellationToken)
    {
        var view = engine.Read().View;
        return CrashAsync(view.Members.FirstOrDefault(member => member.Id == view.Leader), cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<int?> CrashFollowerAsync(CancellationToken cancellationToken)
    {
        var view = engine.Read().View;
        return CrashAsync(view.Members.Where(member => member.Id != view.Leader).MaxBy(member => member.Pid), cancellationToken);
    }

    private async ValueTask<int?> CrashAsync(Member? worker, CancellationToken cancellationToken)
    {
        if (worker is null || !await controller.CrashAsync(database, worker.Pid).WaitAsync(cancellationToken))
            return null;
        await LeftAsync(worker, cancellationToken);
        return worker.Pid;
    }

    private async Task LeftAsync(Member worker, CancellationToken cancellationToken)
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            if (engine.Read().View.Members.All(member => member.Id != worker.Id))
                left.TrySetResult();
        }

        void Hear(EngineNotice notice) => Look();
        engine.Noticed += Hear;
        try
        {
            Look();
            await left.Task.WaitAsync(EndPatience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Its process is gone, which is what was asked for.
        }
        finally
        {
            engine.Noticed -= Hear;
        }
    }
}
