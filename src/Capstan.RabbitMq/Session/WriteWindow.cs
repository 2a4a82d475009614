namespace Capstan.RabbitMq.Session;

/// <summary>
/// Decides which of the writes that this worker has are carried out next. Dead ones at once: they only cost a refusal. One that leaders ended
/// with is carried out beside no other, so that the next end tells whose doing it was; several in one message are taken apart before. Pure;
/// for one thread at a time.
/// </summary>
internal sealed class WriteWindow
{
    private readonly List<HeldWrites> _dead = [];
    private readonly LinkedList<HeldWrites> _waiting = [];
    private HeldWrites? _alone;
    private int _out;

    /// <summary>A message was delivered.</summary>
    public void Arrive(HeldWrites message)
    {
        if (message.IsDead)
            _dead.Add(message);
        else
            _waiting.AddLast(message);
    }

    /// <summary>All that a message carries was answered.</summary>
    public void Answered(HeldWrites message)
    {
        if (message.IsDead)
            return;
        _out--;
        if (_alone == message)
            _alone = null;
    }

    /// <summary>There was no room to send what a message carries again: it is carried out as it is.</summary>
    public void Keep(HeldWrites message)
    {
        message.IsStuck = true;
        _waiting.AddFirst(message);
    }

    /// <summary>What is to be done now; null when nothing is before something else happens.</summary>
    public WindowStep? Next()
    {
        if (_dead.Count > 0)
            return new WindowStep.Deliver(Take(_dead));
        if (_alone is not null || _waiting.First is not { Value: var first })
            return null;
        if (first.MustSplit)
            return SendAnew(first);
        return first.IsSuspect ? NextAlone(first) : new WindowStep.Deliver(TakeInnocent());
    }

    private WindowStep? NextAlone(HeldWrites suspect)
    {
        if (_out > 0)
            return null;
        if (_waiting.Skip(1).FirstOrDefault(other => other.IsEndangered) is { } neighbour)
            return SendAnew(neighbour);
        _waiting.RemoveFirst();
        _alone = suspect;
        _out++;
        return new WindowStep.Deliver([suspect]);
    }

    private WindowStep.SendAnew SendAnew(HeldWrites message)
    {
        _waiting.Remove(message);
        return new WindowStep.SendAnew(message);
    }

    private List<HeldWrites> TakeInnocent()
    {
        var taken = new List<HeldWrites>();
        while (_waiting.First is { Value: { IsSuspect: false } innocent })
        {
            _waiting.RemoveFirst();
            taken.Add(innocent);
        }

        _out += taken.Count;
        return taken;
    }

    private static List<HeldWrites> Take(List<HeldWrites> dead)
    {
        List<HeldWrites> taken = [.. dead];
        dead.Clear();
        return taken;
    }
}
