namespace Capstan.Gateway.Balancing;

/// <summary>A request that waits for a target.</summary>
internal sealed class HeldRequest
{
    private readonly TaskCompletionSource<TargetState?> _target = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the target, on which a place is taken, or with null when the wait was given up.</summary>
    public Task<TargetState?> Target => _target.Task;

    /// <summary>Whether it still waits.</summary>
    public bool IsWaiting => !_target.Task.IsCompleted;

    /// <summary>Ends the wait; false when it had ended already.</summary>
    public bool TryEnd(TargetState? target) => _target.TrySetResult(target);
}
