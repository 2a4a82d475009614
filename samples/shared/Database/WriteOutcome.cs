using Capstan.Client;

namespace Samples.Shared.Database;

/// <summary>The answer to a write.</summary>
/// <param name="Verdict">What was decided.</param>
/// <param name="Results">A result for each statement; none unless all of it is done.</param>
public readonly record struct WriteOutcome(WriteVerdict Verdict, IReadOnlyList<ResultSet> Results)
{
    public bool IsDone => Verdict == WriteVerdict.Done;
}
