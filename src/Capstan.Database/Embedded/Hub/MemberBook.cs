using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Membership;

namespace Capstan.Database.Embedded.Hub;

/// <summary>
/// Who is there, who leads, which epochs were given out, which slots may hold data. Views are immutable and follow each change at
/// once. What must be durable is written under the lock, so that nothing is shown that a crash could take back.
/// </summary>
/// <param name="folder">Where epoch and roster are kept.</param>
/// <param name="logEnd">The log's end now.</param>
internal sealed class MemberBook(string folder, Func<LogPosition> logEnd)
{
    /// <summary>The state of a worker that has not told any yet.</summary>
    public static readonly MemberState Untold = new();

    private readonly Lock _lock = new();
    private readonly EpochFile _epochs = EpochFile.Open(folder);
    private readonly RosterFile _roster = RosterFile.Open(folder);
    private readonly Dictionary<Guid, Member> _members = [];
    private Guid? _leader;
    private Epoch _leaderEpoch;
    private readonly List<Lsn> _wantedSnapshots = [];
    private Lsn _newestSnapshot;
    private bool _isForced;
    private MembershipView _view = new();

    /// <summary>The last view.</summary>
    public MembershipView View => Volatile.Read(ref _view);

    /// <summary>Called under no lock after each change, with what is to be said of it.</summary>
    public event Action<EngineNotice>? Changed;

    /// <summary>Shows roster and snapshots once all is loaded.</summary>
    public void Open(Lsn newestSnapshot) => SetNewestSnapshot(newestSnapshot);

    /// <summary>Whether a slot has a live session.</summary>
    public bool Has(int slot) => View.Members.Any(member => member.Slot == slot);

    /// <summary>Lets a worker in. Not null: why not.</summary>
    public string? Join(Member member)
    {
        lock (_lock)
        {
            if (_members.Values.FirstOrDefault(other => other.Engine != member.Engine) is { } other)
                return $"slot {member.Slot} has '{member.Engine}', slot {other.Slot} has '{other.Engine}'; workers of different ones do not serve together";
            if (_members.Values.Any(present => present.Slot == member.Slot))
                return $"slot {member.Slot} has a live worker";
            _roster.Enter(member.Slot);
            _members.Add(member.Id, member);
            Show();
        }

        Say(NoticeKinds.WorkerJoined, $"worker in slot {member.Slot} (pid {member.Pid}) has joined", member.Slot);
        return null;
    }

    /// <summary>What a worker tells of itself.</summary>
    public void Report(Guid id, MemberState state)
    {
        Member before;
        lock (_lock)
        {
            if (!_members.TryGetValue(id, out before!) || before.State == state)
                return;
            _members[id] = before with { State = state };
            Show();
        }

        if (state.IsReady && !before.State.IsReady)
            Say(NoticeKinds.WorkerReady, $"worker in slot {before.Slot} is ready at LSN {state.Applied}", before.Slot);
        else
            Say(NoticeKinds.Changed, "", before.Slot);
    }

    /// <summary>A session ended.</summary>
    public void Leave(Guid id, string reason)
    {
        Member? member;
        bool led;
        lock (_lock)
        {
            if (!_members.Remove(id, out member))
                return;
            led = _leader == id;
            if (led)
                (_leader, _leaderEpoch) = (null, Epoch.None);
            Show();
            _roster.Left(member.Slot, ReferenceEquals(member.State, Untold) ? null : member.State.Applied, logEnd());
        }

        Say(NoticeKinds.WorkerLeft, $"worker in slot {member.Slot} (pid {member.Pid}) has left: {reason}", member.Slot);
        if (led)
            Say(NoticeKinds.LeaderLost, $"the leader in slot {member.Slot} has left", member.Slot);
    }

    /// <summary>Gives a member the next epoch; null when it is none any more.</summary>
    public Epoch? TakeEpoch(Guid id, Epoch above)
    {
        lock (_lock)
            return _members.ContainsKey(id) ? _epochs.Take(above, id) : null;
    }

    /// <summary>Makes a member the leader, if the epoch is its own and the last one.</summary>
    public bool TakeLead(Guid id, Epoch epoch)
    {
        Member? member;
        lock (_lock)
        {
            if (epoch != _epochs.Last || _epochs.Owner != id || !_members.TryGetValue(id, out member))
                return false;
            (_leader, _leaderEpoch, _isForced) = (id, epoch, false);
            Show();
        }

        Say(NoticeKinds.LeaderElected, $"worker in slot {member.Slot} leads epoch {epoch}", member.Slot);
        return true;
    }

    /// <summary>Takes a slot off the roster, if the others surely have all that it had.</summary>
    public bool Retire(int slot)
    {
        lock (_lock)
        {
            if (_roster.Find(slot) is not { } entry)
                return true;
            if (entry.Applied is not { } applied || _members.Values.Any(member => member.Slot == slot))
                return false;
            var others = _members.Values.Where(member => member.State.IsReady).ToList();
            // Its last word may be older than its last deed, but what it applied it had read from the log.
            if (others.Count == 0 || others.Exists(other => other.State.Applied < applied || other.State.Position < entry.LogEnd))
                return false;
            _roster.Remove(slot);
            Show();
        }

        Say(NoticeKinds.SlotRetired, $"slot {slot} is off the roster: the others have applied all that it had", slot);
        return true;
    }

    /// <summary>An operator's word, until a leader serves.</summary>
    public void Force()
    {
        lock (_lock)
        {
            _isForced = _leader is null;
            Show();
        }

        Say(NoticeKinds.Changed, "", null);
    }

    /// <summary>The newest snapshot's LSN.</summary>
    public void SetNewestSnapshot(Lsn lsn)
    {
        lock (_lock)
        {
            _newestSnapshot = lsn;
            Show();
        }

        Say(NoticeKinds.Changed, "", null);
    }

    /// <summary>Somebody waits for a snapshot of an LSN or a later one, until <see cref="Unwant"/>.</summary>
    public void Want(Lsn lsn) => ChangeWanted(() => _wantedSnapshots.Add(lsn));

    /// <summary>Somebody has it, or waits no longer.</summary>
    public void Unwant(Lsn lsn) => ChangeWanted(() => _wantedSnapshots.Remove(lsn));

    private void ChangeWanted(Action change)
    {
        lock (_lock)
        {
            change();
            Show();
        }

        Say(NoticeKinds.Changed, "", null);
    }

    private void Show() => Volatile.Write(ref _view, new MembershipView
    {
        Members = [.. _members.Values.OrderBy(member => member.Pid)],
        Leader = _leader,
        LeaderEpoch = _leaderEpoch,
        Roster = _roster.Slots,
        NewestSnapshot = _newestSnapshot,
        WantedSnapshot = _wantedSnapshots.DefaultIfEmpty().Max(),
        IsForced = _isForced,
    });

    private void Say(string kind, string detail, int? slot) => Changed?.Invoke(new EngineNotice(kind, detail, slot));
}
