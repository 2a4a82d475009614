namespace Capstan.Containers;

/// <summary>Which log lines are wanted.</summary>
/// <param name="Service">Only this service; null for all.</param>
/// <param name="Tail">At most this many of the newest lines per replica before following; null for all that is kept.</param>
/// <param name="Follow">Whether to go on with lines as they come.</param>
public sealed record LogQuery(string? Service = null, int? Tail = null, bool Follow = false);
