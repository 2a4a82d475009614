namespace Capstan.ZooKeeper.Connections;

/// <summary>Tells others, one after the other in the order of the servers, on the thread pool: no callback holds up the session.</summary>
internal sealed class Dispatcher
{
    private readonly Lock _lock = new();
    private readonly Queue<Action> _due = [];
    private bool _isBusy;

    public void Post(Action telling)
    {
        lock (_lock)
        {
            _due.Enqueue(telling);
            if (_isBusy)
                return;
            _isBusy = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static dispatcher => dispatcher.TellAll(), this, preferLocal: false);
    }

    private void TellAll()
    {
        while (true)
        {
            Action telling;
            lock (_lock)
            {
                _isBusy = _due.TryDequeue(out telling!);
                if (!_isBusy)
                    return;
            }

            telling();
        }
    }
}
