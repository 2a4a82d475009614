namespace Capstan.RabbitMq.Session;

/// <summary>Wakes one loop when duties may have changed, or when told to. What happens before the loop waits is not missed.</summary>
internal sealed class Wake : IDisposable
{
    private readonly IDuties _duties;
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly Lock _lock = new();
    private bool _isDisposed;

    public Wake(IDuties duties)
    {
        _duties = duties;
        duties.Changed += Set;
    }

    /// <summary>Waits for the next change, or returns at once for one since the last wait.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _changed.WaitAsync(cancellationToken);

    /// <summary>Wakes the loop.</summary>
    public void Set()
    {
        lock (_lock)
        {
            if (!_isDisposed && _changed.CurrentCount == 0)
                _changed.Release();
        }
    }

    public void Dispose()
    {
        _duties.Changed -= Set;
        lock (_lock)
        {
            _isDisposed = true;
            _changed.Dispose();
        }
    }
}
