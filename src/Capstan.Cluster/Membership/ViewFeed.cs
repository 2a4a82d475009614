using System.Runtime.CompilerServices;
using Capstan.Database.Membership;

namespace Capstan.Cluster.Membership;

/// <summary>Hands views on, the newest when several are at hand, until the session ends. Any thread.</summary>
internal sealed class ViewFeed
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MembershipView? _view;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the reason when the session has ended.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>The last view; an empty one before the first.</summary>
    public MembershipView View
    {
        get
        {
            lock (_lock)
                return _view ?? new MembershipView();
        }
    }

    /// <summary>A new view.</summary>
    public void Show(MembershipView view) => Change(() => _view = view);

    /// <summary>The session has ended; the first reason stays.</summary>
    public void End(string reason) => Change(() => _ended.TrySetResult(reason));

    /// <exception cref="SessionLostException">The session has ended.</exception>
    public void MustBeThere()
    {
        if (_ended.Task.IsCompletedSuccessfully)
            throw new SessionLostException(_ended.Task.Result);
    }

    /// <summary>Views until cancelled.</summary>
    /// <exception cref="SessionLostException">The session has ended.</exception>
    public async IAsyncEnumerable<MembershipView> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MembershipView? shown = null;
        while (true)
        {
            MustBeThere();
            Task changed;
            MembershipView? view;
            lock (_lock)
                (view, changed) = (_view, _changed.Task);
            if (view is not null && !ReferenceEquals(view, shown))
                yield return shown = view;
            else if (!_ended.Task.IsCompleted)
                await changed.WaitAsync(cancellationToken);
        }
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
