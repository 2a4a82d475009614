using Capstan.Database.Applying;

namespace Capstan.Testing.Databases;

/// <summary>
/// A replica's copy in memory, on a <see cref="MemoryDisk"/>: the twin of the SQLite one. Understands the statements of
/// <see cref="KeyValueSql"/>, exactly as they are written there.
/// </summary>
public sealed class MemoryStore : IReplicaStore
{
    private readonly bool _isDurable;
    private readonly MemoryUserTables _tables;
    private bool _isDisposed;
    private bool _isInTransaction;
    private MemoryState _state;

    internal MemoryStore(MemoryDisk disk, bool isDurable)
    {
        Disk = disk;
        _isDurable = isDurable;
        _state = disk.Committed;
        _tables = new MemoryUserTables(this);
        Records = new MemoryRecordTable(this);
        Answers = new MemoryAnswerTable(this);
    }

    public StoreMeta Meta => State.Meta;

    public IRecordTable Records { get; }

    public IAnswerTable Answers { get; }

    public IUserTables Tables => _tables;

    internal MemoryDisk Disk { get; }

    /// <summary>What it holds now, the open transaction included.</summary>
    internal MemoryState State
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _state;
        }
    }

    public T Look<T>(Func<T> look) => look();

    public void Begin()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isInTransaction)
            throw new InvalidOperationException("A transaction is open already.");
        Disk.Reach(StoreStep.Begin);
        _isInTransaction = true;
    }

    public void Commit(StoreMeta meta)
    {
        Change(StoreStep.Commit, State with { Meta = meta });
        Disk.Commit(_state, _isDurable);
        _isInTransaction = false;
    }

    /// <summary>Drops the open transaction, if any.</summary>
    public void Dispose() => _isDisposed = true;

    /// <summary>Replaces the state inside the open transaction.</summary>
    internal void Change(StoreStep step, MemoryState state)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!_isInTransaction)
            throw new InvalidOperationException("No transaction is open.");
        Disk.Reach(step);
        _state = state;
    }

    /// <summary>Replaces the state inside the open transaction or one of its own.</summary>
    internal void ChangeAlone(StoreStep step, MemoryState state)
    {
        var isAlone = !_isInTransaction;
        if (isAlone)
            Begin();
        Change(step, state);
        if (!isAlone)
            return;
        Disk.Commit(_state, _isDurable);
        _isInTransaction = false;
    }
}
