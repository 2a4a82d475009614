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

    /// <summary>
    /// Adds the rows of a SQLite file's tables, whose digest was checked, to the user tables of the same names: all of them, or nothing and
    /// the first fault with its table and row as the answer. The body of the answer is an array with one object for each table of the
    /// file: <c>{"table":"t","rows":3,"created":false}</c>.
    /// </summary>
    /// <param name="record">Gives LSN, log time and seed.</param>
    /// <param name="file">The file.</param>
    /// <param name="mayDefine">Whether tables that do not exist are created; a file that has one is refused otherwise.</param>
    Answer Import(LogRecord record, string file, bool mayDefine);

    /// <summary>The running hash of each user table, by name; a table without rows has <see cref="Digest.Zero"/>.</summary>
    IReadOnlyDictionary<string, Digest> Hashes { get; }

    /// <summary>The same computed from the rows. Takes time in proportion to the data.</summary>
    IReadOnlyDictionary<string, Digest> Recompute();
}
