using Capstan.Database.Applying;
using Capstan.Database.Log;

namespace Capstan.Testing.Databases;

/// <summary>
/// One worker's folder. What a <see cref="MemoryStore"/> commits to it survives the end of the process; a loss of power may take the
/// newest commits back unless the store was opened as durable. For one thread.
/// </summary>
public sealed class MemoryDisk
{
    private const int MaxUnsynced = 64;

    private readonly List<MemoryState> _unsynced = [];
    private StoreStep _failing;
    private int _until;
    private bool _isDamage;
    private MemoryStore? _open;

    /// <summary>Files at hand for <see cref="IUserTables.Load"/> and <see cref="IUserTables.Import"/>.</summary>
    public MemoryFiles Files { get; init; } = new();

    /// <summary>The last committed state.</summary>
    public MemoryState Committed { get; private set; } = MemoryState.Empty;

    /// <summary>Attempt marks; they survive the end of the process, not a loss of power.</summary>
    public MemoryAttemptMarks Marks { get; private set; } = new();

    /// <summary>Whether <see cref="KeyValueSql.Crash"/> of a record ends the process. Default: there is no such function.</summary>
    public Func<LogRecord, bool>? Crashes { get; set; }

    /// <summary>Whether a copy was ever committed.</summary>
    public bool HasData => !ReferenceEquals(Committed, MemoryState.Empty);

    /// <summary>Commits that a loss of power could take back.</summary>
    public int Unsynced => _unsynced.Count;

    /// <summary>Opens the copy, as a process does at its start. An earlier store of this disk is dead from then on.</summary>
    public MemoryStore Open(bool isDurable)
    {
        Crash();
        return _open = new MemoryStore(this, isDurable);
    }

    /// <summary>Ends the process: what was not committed is gone.</summary>
    public void Crash()
    {
        _open?.Dispose();
        _open = null;
        Marks = Marks.Reopen(Committed.Meta.Applied);
    }

    /// <summary>Ends the process and the power: at most that many of the newest commits are gone too.</summary>
    public void LosePower(int commits)
    {
        Crash();
        var lost = Math.Min(commits, _unsynced.Count);
        if (lost > 0)
            Committed = _unsynced[^lost];
        _unsynced.Clear();
        Marks = new MemoryAttemptMarks();
    }

    /// <summary>Everything committed survives a loss of power from now on.</summary>
    public void Sync() => _unsynced.Clear();

    /// <summary>Ends the process and puts another copy in place, as the installer of a snapshot does.</summary>
    public void Install(MemoryState state)
    {
        Crash();
        Committed = state;
        _unsynced.Clear();
    }

    /// <summary>Ends the process and sets the copy aside; the attempt marks stay.</summary>
    public void SetAside() => Install(MemoryState.Empty);

    /// <summary>Ends the process and empties the folder.</summary>
    public void Purge()
    {
        Install(MemoryState.Empty);
        Marks = new MemoryAttemptMarks();
    }

    /// <summary>The same disk once more, with nothing open.</summary>
    public MemoryDisk Clone()
    {
        var clone = new MemoryDisk { Files = Files, Committed = Committed, Marks = Marks.Reopen(Committed.Meta.Applied), Crashes = Crashes };
        clone._unsynced.AddRange(_unsynced);
        return clone;
    }

    /// <summary>From now on the <paramref name="count"/>-th time that a store comes to a step, it fails there.</summary>
    public void FailAt(StoreStep step, int count = 1, bool isDamage = false) => (_failing, _until, _isDamage) = (step, count, isDamage);

    internal void Reach(StoreStep step)
    {
        if (_until == 0 || step != _failing || --_until > 0)
            return;
        _open?.Dispose();
        throw new StoreFailedException($"The disk was told to fail at {step}.") { IsDamage = _isDamage };
    }

    internal void Commit(MemoryState state, bool isDurable)
    {
        if (isDurable)
            _unsynced.Clear();
        else
            _unsynced.Add(Committed);
        if (_unsynced.Count > MaxUnsynced)
            _unsynced.RemoveAt(0);
        Committed = state;
    }
}
