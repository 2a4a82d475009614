using Capstan.Database.Log;
using Capstan.Database.Statements;

namespace Capstan.Database.Applying;

/// <summary>The users' tables. Effects happen inside the open transaction of the store.</summary>
public interface IUserTables
{
    /// <summary>
    /// Carries out an operation in a savepoint of its own: all of it, or nothing and the fault as the answer. Deterministic: the same
    /// tables, record and operation give the same effect and answer on every worker (protocol section 2).
    /// </summary>
    /// <param name="record">Gives LSN, log time and seed.</param>
    /// <param name="operation">What to do.</param>
    Answer Execute(LogRecord record, Operation operation);

    /// <summary>Replaces all user tables by those of a SQLite file, whose digest was checked.</summary>
    Answer Load(LogRecord record, string file);

    /// <summary>The running hash of each user table, by name; a table without rows has <see cref="Digest.Zero"/>.</summary>
    IReadOnlyDictionary<string, Digest> Hashes { get; }

    /// <summary>The same computed from the rows. Takes time in proportion to the data.</summary>
    IReadOnlyDictionary<string, Digest> Recompute();
}
