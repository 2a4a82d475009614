namespace Capstan.SystemTests.Servers;

/// <summary>What a link does to a process.</summary>
internal enum Passage
{
    /// <summary>Everything passes.</summary>
    Open,

    /// <summary>Nothing passes, and nobody is told, as when a cable is pulled; what was sent arrives later.</summary>
    Held,

    /// <summary>Connections are reset, new ones at once.</summary>
    Cut,
}
