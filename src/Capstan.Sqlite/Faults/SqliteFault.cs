namespace Capstan.Sqlite;

/// <summary>Whose fault a failure is.</summary>
public enum SqliteFault
{
    /// <summary>
    /// The statement's: the same statement on the same data with the same limits fails the same way on every machine. Constraint, error,
    /// mismatch, range, too big and authorization. All other codes are the environment's, so that a new or rare code counts as such.
    /// </summary>
    Statement,

    /// <summary>
    /// The machine's, the file's or the caller's: full, I/O, memory, interrupt, corrupt, not a database, busy, locked, cannot open,
    /// read-only, protocol and whatever is not listed at <see cref="Statement"/>. Says nothing about what the statement would do elsewhere.
    /// </summary>
    Environment,
}
