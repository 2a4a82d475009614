namespace Capstan.ZooKeeper.Watching;

/// <summary>What a one-shot watch was set with, which decides what it tells.</summary>
internal enum ShotKind
{
    /// <summary>Set by reading a node, or by finding that it is there: its data, or its end.</summary>
    Data,

    /// <summary>Set by finding that there is no such node: its creation.</summary>
    Exist,

    /// <summary>Set by listing children: a child more or less, or the node's end.</summary>
    Child,
}
