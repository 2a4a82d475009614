namespace Capstan.Client;

/// <summary>Sends what a command or batch asks for.</summary>
internal static class CommandRun
{
    /// <summary>What stands for no limit: the longest that timers take.</summary>
    private static readonly TimeSpan Unlimited = TimeSpan.FromDays(24);

    /// <summary>The results of a plan.</summary>
    /// <param name="connection">Whose session it is.</param>
    /// <param name="plan">What to do.</param>
    /// <param name="level">How fresh reads must be; null as the source says.</param>
    /// <param name="key">The name of a write; null has one made.</param>
    /// <param name="timeout">The command's own limit in seconds, 0 for none; null for the source's.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<ResultSet>> RunAsync(
        CapstanConnection? connection, StatementPlan plan, ReadLevel? level, string? key, int? timeout, CancellationToken cancellationToken)
    {
        var session = connection?.Session ?? throw new InvalidOperationException("The command has no connection.");
        TimeSpan? deadline = timeout switch { null => null, 0 => Unlimited, { } seconds => TimeSpan.FromSeconds(seconds) };
        try
        {
            return plan.IsRead
                ? (await session.QueryAsync(plan.Statements, new ReadOptions { Level = level, Deadline = deadline }, cancellationToken).ConfigureAwait(false)).Results
                : (await session.ExecuteAsync(plan.Statements, new WriteOptions { Key = key, Deadline = deadline }, cancellationToken).ConfigureAwait(false)).Results;
        }
        finally
        {
            connection.Told();
        }
    }
}
