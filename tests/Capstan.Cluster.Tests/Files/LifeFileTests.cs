using Capstan.Cluster.Files;

namespace Capstan.Cluster.Tests.Files;

public sealed class LifeFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("capstan-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_EachLife_TellsTheOneBefore()
    {
        var slot = Path.Combine(_folder, "slot-0");
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.Null(LifeFile.Read(slot));
        LifeFile.Write(slot, first);
        Assert.Equal(first, LifeFile.Read(slot));
        LifeFile.Write(slot, second);
        Assert.Equal(second, LifeFile.Read(slot));
        File.WriteAllText(Path.Combine(slot, "life"), "torn");
        Assert.Null(LifeFile.Read(slot));
    }
}
