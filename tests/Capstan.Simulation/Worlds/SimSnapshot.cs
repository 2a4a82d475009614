using Capstan.Database.Snapshots;
using Capstan.Testing.Databases;

namespace Capstan.Simulation.Worlds;

/// <summary>A snapshot and the file behind it.</summary>
internal sealed class SimSnapshot(Snapshot info, MemoryState file)
{
    public Snapshot Info => info;

    public MemoryState File { get; set; } = file;

    public bool IsCorrupt { get; set; }
}
