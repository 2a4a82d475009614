namespace Capstan.Commands.Databases.Shell;

/// <summary>What a statement wants of a transaction.</summary>
internal enum TransactionWord
{
    /// <summary>Nothing: it is another statement.</summary>
    None,

    /// <summary>BEGIN.</summary>
    Begin,

    /// <summary>COMMIT or END.</summary>
    Commit,

    /// <summary>ROLLBACK of everything.</summary>
    Rollback,

    /// <summary>SAVEPOINT, RELEASE, or ROLLBACK TO one.</summary>
    Savepoint,
}
