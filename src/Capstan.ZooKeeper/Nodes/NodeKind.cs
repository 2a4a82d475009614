namespace Capstan.ZooKeeper;

/// <summary>How long a node lives and how it is named.</summary>
public enum NodeKind
{
    /// <summary>Until somebody deletes it.</summary>
    Persistent,

    /// <summary>As long as the session that created it.</summary>
    Ephemeral,

    /// <summary>Persistent; ten digits are added to its name, each time higher ones under the same parent.</summary>
    PersistentSequential,

    /// <summary>Ephemeral; named like <see cref="PersistentSequential"/>.</summary>
    EphemeralSequential,

    /// <summary>Until some time after its last child went; never before it had one.</summary>
    Container,
}
