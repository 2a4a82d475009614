namespace Capstan.Containers;

/// <summary>What a <see cref="RuntimeEvent"/> tells.</summary>
public enum RuntimeEventKind
{
    /// <summary>A replica's program runs.</summary>
    Started,

    /// <summary>A replica's program ended.</summary>
    Exited,

    /// <summary>Events may have been missed: list everything.</summary>
    Resync,
}
