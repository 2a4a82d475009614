namespace Capstan.Testing.Servers;

/// <summary>Counts upwards and tells those who wait for a number. For any thread.</summary>
public sealed class SignalledCount
{
    private readonly Lock _lock = new();
    private readonly List<(int Value, TaskCompletionSource Reached)> _waiting = [];
    private int _value;

    /// <summary>The number now.</summary>
    public int Value
    {
        get
        {
            lock (_lock)
                return _value;
        }
    }

    /// <summary>Waits until it is so high.</summary>
    public Task ReachAsync(int value, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_value >= value)
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((value, reached));
            return reached.Task.WaitAsync(cancellationToken);
        }
    }

    internal void Add()
    {
        lock (_lock)
        {
            _value++;
            foreach (var (_, reached) in _waiting.Where(one => one.Value <= _value))
                reached.SetResult();
            _waiting.RemoveAll(one => one.Value <= _value);
        }
    }
}
