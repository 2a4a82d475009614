using Capstan.Testing.Databases;

namespace Capstan.Simulation.Workers;

/// <summary>A place for a worker, with its folder.</summary>
internal sealed class Slot(int number, MemoryDisk disk)
{
    public int Number => number;

    public MemoryDisk Disk => disk;

    /// <summary>The process there; null while there is none.</summary>
    public Life? Life { get; set; }

    /// <summary>Whether it may not start for now, although its folder is there.</summary>
    public bool IsHeldDown { get; set; }

    /// <summary>Whether it is to be: scaled down otherwise.</summary>
    public bool IsWanted { get; set; } = true;

    public int Failures { get; set; }
}
