using System.Text.Json.Nodes;

namespace Capstan.Events;

/// <summary>
/// The events of one stack: kept in a file of JSON lines in the state folder, the newest also in memory. Ids go on over restarts.
/// Any thread may append and read.
/// </summary>
public interface IEventLog
{
    /// <summary>Adds an event; its id and time are given here.</summary>
    StackEvent Append(string kind, string reason, string? service = null, string? replica = null, JsonObject? data = null);

    /// <summary>The newest events, oldest first, at most <paramref name="most"/>, with ids above <paramref name="after"/>.</summary>
    IReadOnlyList<StackEvent> Recent(int most, long after = 0);

    /// <summary>Events with ids above <paramref name="after"/>, then new ones as they come, until cancelled; none is left out or doubled.</summary>
    IAsyncEnumerable<StackEvent> FollowAsync(long after, CancellationToken cancellationToken);
}
