namespace Capstan.Client;

/// <summary>What a command has under way, so that <c>Cancel</c> can end it from another thread.</summary>
internal sealed class RunningCommand
{
    private readonly Lock _lock = new();
    private CancellationTokenSource? _current;

    /// <summary>Runs something that <see cref="Cancel"/> ends.</summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> run, CancellationToken cancellationToken)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        lock (_lock)
            _current = source;
        try
        {
            return await run(source.Token).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
                _current = _current == source ? null : _current;
        }
    }

    /// <summary>Ends what is under way, if anything is.</summary>
    public void Cancel()
    {
        lock (_lock)
            _current?.Cancel();
    }
}
