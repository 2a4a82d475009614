namespace Capstan.Events;

/// <summary>Answer of <c>GET /v1/events</c>.</summary>
/// <param name="Events">The events asked for, oldest first.</param>
public sealed record EventPage(IReadOnlyList<StackEvent> Events);
