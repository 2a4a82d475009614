namespace Capstan.ZooKeeper;

/// <summary>What a watch tells. The first four numbers are the protocol's.</summary>
public enum NodeEventKind
{
    /// <summary>The node was created.</summary>
    Created = 1,

    /// <summary>The node was deleted.</summary>
    Deleted = 2,

    /// <summary>The node's data was set.</summary>
    DataChanged = 3,

    /// <summary>A child was created or deleted. Recursive watches tell of the child instead.</summary>
    ChildrenChanged = 4,

    /// <summary>
    /// The watch tells everything from now on, and nothing of what came before: read. It comes first of all, after each reconnect, and in
    /// place of events that a slow reader left lying.
    /// </summary>
    Missed = 100,

    /// <summary>The session is over, and the watch tells nothing more. One-shot watches alone; others end with an exception.</summary>
    Ended = 101,
}
