using System.Diagnostics.CodeAnalysis;
using Capstan.Database.Queues;
using Capstan.Database.Statements;
using Capstan.RabbitMq.Connecting;

namespace Capstan.RabbitMq.Front;

/// <summary>The requests of one kind that wait: to be handed to the broker, first come first, and for their answers. For any thread.</summary>
/// <param name="what">What they are, for people: writes, reads.</param>
/// <param name="limit">Most of them.</param>
/// <param name="rule">What goes into one message.</param>
internal sealed class RequestTable<T>(string what, int limit, GatherRule rule)
    where T : Request
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, T> _open = [];
    private readonly LinkedList<T> _waiting = [];
    private TaskCompletionSource _some = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isClosed;

    /// <summary>Unanswered ones.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _open.Count;
        }
    }

    private bool IsEnough => rule.IsEnough(_waiting.Count, _open.Count - _waiting.Count);

    /// <summary>A call begins.</summary>
    /// <exception cref="NotQueuedException">There are too many.</exception>
    public void Add(T request)
    {
        lock (_lock)
        {
            if (_isClosed)
                throw new NotQueuedException("The database is being stopped.");
            if (_open.Count >= limit)
                throw new NotQueuedException($"The queue of {what} is full: {_open.Count} of {limit} wait.");
            _open.Add(request.Number, request);
            Enqueue(request, isFirst: false);
        }
    }

    /// <summary>Waits until something is to be handed to the broker.</summary>
    public Task SomeAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _waiting.Count > 0 ? Task.CompletedTask : Next(ref _some).WaitAsync(cancellationToken);
    }

    /// <summary>Waits until as many are to be handed over as the rule wants.</summary>
    public Task EnoughAsync()
    {
        lock (_lock)
            return IsEnough ? Task.CompletedTask : Next(ref _enough);
    }

    /// <summary>Takes what goes into the next message; nothing when its callers have all gone.</summary>
    public List<T> Take()
    {
        var taken = new List<T>();
        var bytes = 0L;
        lock (_lock)
        {
            while (_waiting.First is { Value: var next })
            {
                if (!next.IsDone && ((taken.Count > 0 && next.Queue != taken[0].Queue) || !rule.Takes(taken.Count, bytes, next.Payload.Length)))
                    break;
                _waiting.RemoveFirst();
                next.IsWaiting = false;
                if (next.IsDone)
                    continue;
                next.Unconfirmed++;
                bytes += next.Payload.Length;
                taken.Add(next);
            }
        }

        return taken;
    }

    /// <summary>A message surely came on no queue, and another one is to carry its requests.</summary>
    public void PutBack(IReadOnlyList<T> batch)
    {
        lock (_lock)
        {
            foreach (var request in batch.Reverse())
            {
                request.Unconfirmed--;
                if (!request.IsWaiting)
                    Enqueue(request, isFirst: true);
            }
        }
    }

    /// <summary>Requests that were sent and not answered are sent again, before any that were not; their ids make that harmless.</summary>
    public void SendAgain(Func<T, bool> isWanted)
    {
        lock (_lock)
        {
            foreach (var request in _open.Values.Where(request => !request.IsWaiting && isWanted(request)).OrderByDescending(request => request.Number))
                Enqueue(request, isFirst: true);
        }
    }

    /// <summary>One that was sent is sent once more.</summary>
    /// <param name="request">The request.</param>
    /// <param name="payload">Its content as of now.</param>
    public void SendAgain(T request, byte[] payload)
    {
        lock (_lock)
        {
            request.Payload = payload;
            if (!request.IsDone && !request.IsWaiting)
                Enqueue(request, isFirst: false);
        }
    }

    /// <summary>The fate of a message. What surely is on no queue, and never was, is refused.</summary>
    public void Settle(IReadOnlyList<T> batch, Fate fate)
    {
        List<T>? refused = null;
        lock (_lock)
        {
            foreach (var request in batch)
            {
                request.Unconfirmed--;
                request.MayBeQueued |= fate != Fate.Refused;
                if (request is { MayBeQueued: false, Unconfirmed: 0, IsWaiting: false } && Finish(request))
                    (refused ??= []).Add(request);
            }
        }

        refused?.ForEach(request => request.Answer.TrySetException(new NotQueuedException($"The broker's queue of {what} is full or not there.")));
    }

    /// <summary>The request of a number, while it is unanswered.</summary>
    public bool TryFind(long number, [NotNullWhen(true)] out T? request)
    {
        lock (_lock)
            return _open.TryGetValue(number, out request);
    }

    /// <summary>Gives the caller an answer, once.</summary>
    public void End(T request, Answer answer)
    {
        if (TryFinish(request))
            request.Answer.TrySetResult(answer);
    }

    /// <summary>The caller has gone.</summary>
    public void Abandon(T request, CancellationToken cancellationToken)
    {
        if (TryFinish(request))
            request.Answer.TrySetCanceled(cancellationToken);
    }

    /// <summary>Refuses what was called before a moment and was surely never handed to the broker.</summary>
    public void Refuse(Func<T, bool> isDue, string reason)
    {
        var refused = new List<T>();
        lock (_lock)
        {
            for (var node = _waiting.First; node is not null;)
            {
                var (request, next) = (node.Value, node.Next);
                if (request is { MayBeQueued: false, Unconfirmed: 0 } && isDue(request) && Finish(request))
                    refused.Add(request);
                // While nothing is sent, those whose callers have gone would fill the memory.
                if (request.IsDone)
                    _waiting.Remove(node);
                node = next;
            }
        }

        refused.ForEach(request => request.Answer.TrySetException(new NotQueuedException(reason)));
    }

    /// <summary>The front ends: of what may be on a queue nobody knows, the rest is surely not done.</summary>
    public void Close()
    {
        lock (_lock)
            _isClosed = true;
        Refuse(static _ => true, "The database is being stopped.");
        List<T> unknown;
        lock (_lock)
            unknown = [.. _open.Values];
        unknown.ForEach(request => Abandon(request, new CancellationToken(canceled: true)));
    }

    private void Enqueue(T request, bool isFirst)
    {
        request.IsWaiting = true;
        if (isFirst)
            _waiting.AddFirst(request);
        else
            _waiting.AddLast(request);
        _some.TrySetResult();
        TellIfEnough();
    }

    private void TellIfEnough()
    {
        if (IsEnough)
            _enough.TrySetResult();
    }

    private static Task Next(ref TaskCompletionSource source)
    {
        if (source.Task.IsCompleted)
            source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return source.Task;
    }

    private bool TryFinish(T request)
    {
        lock (_lock)
            return Finish(request);
    }

    // True for whoever decides the outcome. It leaves the line of those that wait later.
    private bool Finish(T request)
    {
        if (request.IsDone)
            return false;
        request.IsDone = true;
        if (!_open.Remove(request.Number))
            return false;
        TellIfEnough();
        return true;
    }
}
