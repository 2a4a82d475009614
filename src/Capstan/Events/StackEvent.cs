using System.Text.Json.Nodes;

namespace Capstan.Events;

/// <summary>One thing that happened in a stack, with its reason and the figures it came from.</summary>
public sealed record StackEvent
{
    /// <summary>Number of the event in its stack, 1 and up, without gaps; goes on over restarts.</summary>
    public required long Id { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What happened: one of <see cref="EventKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Service it is about; null for the whole stack.</summary>
    public string? Service { get; init; }

    /// <summary>Replica it is about, as <c>service/slot#generation</c>; null when it is about none.</summary>
    public string? Replica { get; init; }

    /// <summary>Why, in one sentence for the operator.</summary>
    public required string Reason { get; init; }

    /// <summary>The figures behind it; null when there are none.</summary>
    public JsonObject? Data { get; init; }
}
