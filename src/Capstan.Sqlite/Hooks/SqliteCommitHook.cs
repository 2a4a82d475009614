namespace Capstan.Sqlite;

/// <summary>Called before a transaction that changed something is committed.</summary>
/// <returns>True to refuse: the commit becomes a rollback and fails with <see cref="SqliteConstraint.CommitHook"/>.</returns>
public delegate bool SqliteCommitHook();
