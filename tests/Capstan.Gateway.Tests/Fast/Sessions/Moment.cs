using Capstan.Gateway.Fast.Loops;
using Capstan.Gateway.Fast.Native;

namespace Capstan.Gateway.Tests.Fast.Sessions;

/// <summary>Something that is done within a turn of a loop, and not as a post: several posts may be done in one turn.</summary>
internal sealed class Moment(EventLoop loop, Action work) : Watched, IDisposable
{
    private readonly WakeUp _bell = new();
    private readonly TaskCompletionSource _passed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it is done.</summary>
    public Task Passed => _passed.Task;

    /// <summary>Has it done in the next turn; on the loop's thread.</summary>
    public void Begin()
    {
        loop.WatchListener(this, _bell.Descriptor);
        _bell.Ring();
    }

    public override void OnReady(Readiness readiness)
    {
        loop.Forget(this, _bell.Descriptor);
        work();
        _passed.SetResult();
    }

    public override void OnDue(long now)
    {
    }

    public override void Abort()
    {
    }

    public void Dispose() => _bell.Dispose();
}
