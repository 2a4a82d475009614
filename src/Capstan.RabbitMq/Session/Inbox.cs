using System.Runtime.CompilerServices;

namespace Capstan.RabbitMq.Session;

/// <summary>What arrives for one reader, given in lists of all that is at hand. How much may arrive is bounded by the sender.</summary>
internal sealed class Inbox<T>
{
    private readonly Lock _lock = new();
    private List<T> _items = [];
    private TaskCompletionSource? _waiting;
    private Exception? _end;

    /// <summary>Adds an item and wakes the reader.</summary>
    public void Add(T item)
    {
        TaskCompletionSource? waiting;
        lock (_lock)
        {
            _items.Add(item);
            (waiting, _waiting) = (_waiting, null);
        }

        waiting?.TrySetResult();
    }

    /// <summary>Ends it behind what has arrived.</summary>
    public void End(Exception end)
    {
        TaskCompletionSource? waiting;
        lock (_lock)
        {
            _end ??= end;
            (waiting, _waiting) = (_waiting, null);
        }

        waiting?.TrySetResult();
    }

    /// <summary>Lists until cancelled; what it was ended with is thrown.</summary>
    public async IAsyncEnumerable<List<T>> TakeAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var (items, some) = TakeOrWait();
            if (items is not null)
                yield return items;
            else
                await some!.WaitAsync(cancellationToken);
        }
    }

    private (List<T>? Items, Task? Some) TakeOrWait()
    {
        lock (_lock)
        {
            if (_items.Count > 0)
            {
                var items = _items;
                _items = [];
                return (items, null);
            }

            if (_end is not null)
                throw _end;
            _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (null, _waiting.Task);
        }
    }
}
