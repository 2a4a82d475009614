using Capstan.Database.Log;

namespace Capstan.Database.Embedded.Queueing;

/// <summary>
/// Counts by request id how many leaders ended with a write, so that a client which sends it again and again under its key does not
/// begin from nothing each time. Guarded by the queue's lock.
/// </summary>
/// <param name="limit">Leaders that a request may end; one more, and it is refused.</param>
/// <param name="suspectFrom">Leaders that ended with a request, beside others or not, from which on it is delivered alone.</param>
/// <param name="time">The queue's clock.</param>
internal sealed class FailureBook(int limit, int suspectFrom, TimeProvider time)
{
    /// <summary>Most refused requests that are remembered; the oldest are forgotten first.</summary>
    public const int DeadKept = 10_000;

    /// <summary>How long a refused request is remembered: as long as a client's key is kept by default.</summary>
    public static readonly TimeSpan DeadFor = TimeSpan.FromHours(24);

    private readonly Dictionary<RequestId, RequestFailures> _all = [];
    private readonly Queue<(RequestFailures Request, long At)> _dead = new();

    /// <summary>Whether only this request may be with the leader: if that one ends too, it was this one's doing.</summary>
    public bool IsSuspect(RequestFailures request) => !request.IsDead && request.Count >= suspectFrom;

    /// <summary>A write of a request enters the queue.</summary>
    public RequestFailures Enter(RequestId id)
    {
        Forget();
        if (!_all.TryGetValue(id, out var request))
            _all.Add(id, request = new RequestFailures(id));
        request.Entries++;
        return request;
    }

    /// <summary>A write leaves the queue. One that a leader answered did it no harm.</summary>
    public void Leave(RequestFailures request, bool isAnswered)
    {
        request.Entries--;
        if (isAnswered)
            request.Count = 0;
        DropIfUnused(request);
    }

    /// <summary>A leader ended that had these, some of them more than once.</summary>
    /// <returns>Whether some are to be refused since.</returns>
    public bool Failed(IEnumerable<RequestFailures> requests)
    {
        var dead = _dead.Count;
        foreach (var request in requests.Distinct())
        {
            request.Count++;
            if (request.IsDead || request.Count <= limit)
                continue;
            request.IsDead = true;
            _dead.Enqueue((request, time.GetTimestamp()));
        }

        return _dead.Count > dead;
    }

    private void Forget()
    {
        while (_dead.TryPeek(out var oldest) && (_dead.Count > DeadKept || time.GetElapsedTime(oldest.At) > DeadFor))
        {
            oldest.Request.IsForgotten = true;
            DropIfUnused(_dead.Dequeue().Request);
        }
    }

    private void DropIfUnused(RequestFailures request)
    {
        if (request.Entries == 0 && (!request.IsDead || request.IsForgotten))
            _all.Remove(request.Id);
    }
}
