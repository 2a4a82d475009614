using Capstan.Control;
using Capstan.Core.Stacks;
using Capstan.Gateway;

namespace Capstan.Hosting;

/// <summary>Runs a stack from its first pass to its end, and ends it in the way that was asked for.</summary>
internal sealed class StackLife(StackController controller, GatewayHost gateway, StackSpec spec)
{
    /// <summary>Longest time that requests in flight may take when the controller alone ends.</summary>
    private static readonly TimeSpan LeaveDrain = TimeSpan.FromSeconds(10);

    public async Task RunAsync(RunSignals signals)
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(signals.AtOnce);
        var loop = controller.RunAsync(leave.Token);
        await using var stop = signals.Stop.Register(() => controller.Stop("asked to stop at the terminal"));
        // Child processes end with the controller, so they are better stopped in order; their wanted counts are kept all the same.
        await using var polite = signals.Leave.Register(() =>
        {
            if (spec.Runtime == RuntimeKind.Process)
                controller.StopKeepingCounts("asked to end by a signal");
        });
        var left = WaitAsync(signals.Leave);
        await Task.WhenAny(loop, controller.Stopping, left);
        if (!loop.IsCompleted)
            await gateway.StopAsync(controller.Stopping.IsCompleted ? controller.LongestDrain : LeaveDrain, signals.AtOnce);
        if (spec.Runtime == RuntimeKind.Docker && signals.Leave.IsCancellationRequested && !controller.Stopping.IsCompleted)
            await leave.CancelAsync();
        await loop;
    }

    private static Task WaitAsync(CancellationToken signal)
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        signal.Register(source.SetResult);
        return source.Task;
    }
}
