using Capstan.Database.Applying;
using Capstan.Testing.Databases;

namespace Capstan.Database.Tests.Applying;

/// <summary>The twin.</summary>
internal sealed class MemoryFixture : IStoreFixture
{
    private readonly MemoryDisk _disk = new();

    public IAttemptMarks Marks => _disk.Marks;

    public IReplicaStore Open() => _disk.Open(isDurable: true);

    public void Crash() => _disk.Crash();

    public string Save()
    {
        _disk.Files.Write("saved", _disk.Committed);
        return "saved";
    }

    public void Dispose() => _disk.Crash();
}
