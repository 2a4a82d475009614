namespace Samples.Testing.Twins;

/// <summary>A request that waits in the twin, at most until this is disposed of.</summary>
internal sealed class TwinHold(string part) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What its body contains.</summary>
    public string Part => part;

    /// <summary>Ends when it has come.</summary>
    public Task Held => _held.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

    public void LetGo() => _letGo.TrySetResult();

    public void Dispose() => LetGo();

    public Task PassAsync(CancellationToken cancellationToken)
    {
        _held.SetResult();
        return _letGo.Task.WaitAsync(cancellationToken);
    }
}
