namespace Capstan.Client;

/// <summary>Why there are no transactions that stay open between requests, and what to do instead.</summary>
internal static class NoTransactions
{
    private const string Instead =
        "Send what belongs together in one request, which is done as a whole or not at all: several statements in one command, or a DbBatch. "
        + "A condition belongs into the statements: UPDATE … WHERE …, with MustChange when nothing shall be done unless a row matches.";

    /// <summary>For <c>BeginTransaction</c>.</summary>
    public static NotSupportedException Interactive() =>
        new("The database has no transactions that a client holds open: one that stopped would hold up every other writer. " + Instead);

    /// <summary>For <c>System.Transactions</c>.</summary>
    public static NotSupportedException Ambient() =>
        new("The connection cannot join an ambient transaction, since the database has none that a client holds open. " + Instead
            + " To work outside of the ambient transaction, put Enlist=false into the connection string.");

    /// <summary>For <c>BEGIN</c>, <c>PRAGMA</c> and the like.</summary>
    public static NotSupportedException Control(string statement) =>
        new($"'{statement}' handles transactions, files or settings, which the database keeps to itself. " + Instead);
}
