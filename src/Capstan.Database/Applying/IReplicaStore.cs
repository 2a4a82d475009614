namespace Capstan.Database.Applying;

/// <summary>
/// One worker's copy: user tables, log records, answers, and how far it has come, all changed in one transaction. Synchronous and for
/// one thread at a time; reads by clients do not pass here.
/// </summary>
/// <remarks>
/// Anything that is not the fault of a statement (full disk, I/O, memory, corruption, a busy file) is a
/// <see cref="StoreFailedException"/> from any member, after which the process must end: it is never an answer (protocol section 2).
/// What was not committed is gone after a crash; what was committed survives a crash of the process, and of the machine when
/// the store was opened as durable.
/// </remarks>
public interface IReplicaStore : IDisposable
{
    /// <summary>How far the copy has come, the open transaction included.</summary>
    StoreMeta Meta { get; }

    /// <summary>The records it keeps.</summary>
    IRecordTable Records { get; }

    /// <summary>The answers it keeps.</summary>
    IAnswerTable Answers { get; }

    /// <summary>The users' tables.</summary>
    IUserTables Tables { get; }

    /// <summary>Looks several things up on one state, which is cheaper than each on its own.</summary>
    T Look<T>(Func<T> look);

    /// <summary>Opens the transaction; there is none open.</summary>
    void Begin();

    /// <summary>Writes how far the copy has come and commits.</summary>
    void Commit(StoreMeta meta);
}
