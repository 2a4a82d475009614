using System.Text.Json;

namespace RideShare.Service.Database;

/// <summary>The answer to a write.</summary>
/// <param name="Verdict">What was decided.</param>
/// <param name="Results">The array of results, one for each statement; undefined unless all of it is done.</param>
public readonly record struct WriteOutcome(WriteVerdict Verdict, JsonElement Results)
{
    public bool IsDone => Verdict == WriteVerdict.Done;
}
