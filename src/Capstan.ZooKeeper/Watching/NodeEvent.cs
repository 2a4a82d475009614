namespace Capstan.ZooKeeper;

/// <summary>Something happened to a node. What it looks like now must be read: events carry no state, and may come more than once.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Path">The node; with <see cref="NodeEventKind.Missed"/> and <see cref="NodeEventKind.Ended"/> the path of the watch.</param>
public sealed record NodeEvent(NodeEventKind Kind, string Path);
