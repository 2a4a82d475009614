namespace Capstan.ZooKeeper.Watching;

/// <summary>An event for somebody.</summary>
/// <param name="To">Who is told.</param>
/// <param name="Event">What of.</param>
internal readonly record struct Delivery(Action<NodeEvent> To, NodeEvent Event);
