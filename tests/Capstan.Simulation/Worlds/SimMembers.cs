using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Simulation.Ledgers;

namespace Capstan.Simulation.Worlds;

/// <summary>Membership, the roster, the leader that is shown, and the source of epochs.</summary>
internal sealed class SimMembers(bool claimReplaces)
{
    private readonly Dictionary<Epoch, Guid> _leaders = [];
    private Guid? _leader;
    private Epoch _leaderEpoch;

    public List<Session> Sessions { get; } = [];

    public SortedSet<int> Roster { get; } = [];

    public Epoch LastEpoch { get; private set; }

    public bool IsForced { get; set; }

    public Guid? Leader => _leader;

    public MembershipView View(Lsn newestSnapshot) => new()
    {
        Members = [.. Sessions
            .Select(session => new Member(session.Life.Id, session.Life.Slot.Number, session.Life.Pid, "twin", session.State))
            .OrderBy(member => member.Pid)],
        Leader = _leader,
        LeaderEpoch = _leader is null ? Epoch.None : _leaderEpoch,
        Roster = [.. Roster],
        NewestSnapshot = newestSnapshot,
        IsForced = IsForced,
    };

    public void Join(Session session)
    {
        Sessions.Add(session);
        Roster.Add(session.Life.Slot.Number);
    }

    public void End(Session session)
    {
        session.IsOpen = false;
        Sessions.Remove(session);
        if (_leader == session.Life.Id)
            _leader = null;
    }

    public Epoch TakeEpoch(Epoch above)
    {
        LastEpoch = above > LastEpoch ? above.Next : LastEpoch.Next;
        return LastEpoch;
    }

    public void ForgetEpochs() => LastEpoch = Epoch.None;

    public bool TakeLead(Session session, Epoch epoch)
    {
        if (!session.IsOpen || epoch != LastEpoch || (_leader is not null && _leader != session.Life.Id && !claimReplaces))
            return false;
        _leader = session.Life.Id;
        _leaderEpoch = epoch;
        IsForced = false;
        return true;
    }

    /// <summary>A worker begins to take writes as the leader of an epoch: nobody else ever did or will.</summary>
    public void Leads(Guid worker, Epoch epoch)
    {
        if (_leaders.TryGetValue(epoch, out var other) && other != worker)
            throw new ViolationException("two-leaders", $"epoch {epoch} has a second leader");
        _leaders[epoch] = worker;
    }
}
