using System.Runtime.CompilerServices;

namespace Capstan.Database.Embedded.Session;

/// <summary>What arrives for one consumer, given in lists of all that is at hand. How much may arrive is bounded by the sender's credit.</summary>
internal sealed class Arrivals<T>
{
    private readonly Lock _lock = new();
    private List<T> _items = [];
    private TaskCompletionSource _some = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _end;

    /// <summary>Adds an item, which the consumer sees after the next <see cref="Release"/>.</summary>
    public void Add(T item)
    {
        lock (_lock)
            _items.Add(item);
    }

    /// <summary>Wakes the consumer for what was added: once for all that came in one piece.</summary>
    public void Release()
    {
        lock (_lock)
        {
            if (_items.Count > 0)
                _some.TrySetResult();
        }
    }

    /// <summary>Ends it after what has arrived.</summary>
    public void End(Exception end)
    {
        lock (_lock)
        {
            _end ??= end;
            _some.TrySetResult();
        }
    }

    /// <summary>Lists until cancelled; what it was ended with is thrown.</summary>
    public async IAsyncEnumerable<List<T>> TakeAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            Task some;
            List<T> items;
            lock (_lock)
            {
                (items, _items) = (_items, []);
                if (items.Count == 0 && _end is not null)
                    throw _end;
                if (items.Count == 0 && _some.Task.IsCompleted)
                    _some = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                some = _some.Task;
            }

            if (items.Count > 0)
                yield return items;
            else
                await some.WaitAsync(cancellationToken);
        }
    }
}
