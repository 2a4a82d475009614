namespace Capstan.RabbitMq.Front;

/// <summary>
/// When an unanswered request is sent once more: after a first pause, then after twice the last one each time. As many lines as there are
/// pauses, each in the order of its times, so that it costs next to nothing to watch many of which few are ever due. For one thread at a time.
/// </summary>
/// <param name="first">The first pause.</param>
/// <param name="time">The clock.</param>
internal sealed class Repeats<T>(TimeSpan first, TimeProvider time)
{
    private readonly List<Queue<(T Request, long Since)>> _lines = [];

    /// <summary>A request was sent.</summary>
    /// <param name="request">The request.</param>
    /// <param name="times">How often it was sent again before.</param>
    public void Watch(T request, int times)
    {
        while (_lines.Count <= times)
            _lines.Add(new Queue<(T, long)>());
        _lines[times].Enqueue((request, time.GetTimestamp()));
    }

    /// <summary>Takes those that are due, each with how often it was sent again before. Those that nobody waits for are forgotten.</summary>
    public List<(T Request, int Times)> Due(Func<T, bool> isDone)
    {
        var due = new List<(T, int)>();
        for (var times = 0; times < _lines.Count; times++)
        {
            var pause = first * Math.Pow(2, times);
            while (_lines[times].TryPeek(out var next) && (isDone(next.Request) || time.GetElapsedTime(next.Since) >= pause))
            {
                _lines[times].Dequeue();
                if (!isDone(next.Request))
                    due.Add((next.Request, times));
            }
        }

        return due;
    }
}
