namespace SelfieLess.Store.Journals;

/// <summary>A change with the answer that its caller waits for.</summary>
internal sealed class PendingChange<TView, TResult> : Change<TView>
{
    private readonly Func<TView, Appender, TResult> _decide;
    private readonly TaskCompletionSource<TResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult? _result;

    public PendingChange(Func<TView, Appender, TResult> decide) => _decide = decide;

    public Task<TResult> Done => _done.Task;

    public override void Decide(TView view, Appender append) => _result = _decide(view, append);

    public override void Succeed() => _done.SetResult(_result!);

    public override void Fail(Exception fault) => _done.SetException(fault);
}
