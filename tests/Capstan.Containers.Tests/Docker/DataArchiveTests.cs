using System.Formats.Tar;
using System.Text;
using Capstan.Containers.Docker;

namespace Capstan.Containers.Tests.Docker;

public sealed class DataArchiveTests
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Theory]
    [InlineData("65534:65533", 65534, 65533)]
    [InlineData("1000", 1000, 1000)]
    public void Of_FolderAndSecret_BelongToTheUserAlone(string user, int uid, int gid)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "s3cret");
            using var reader = new TarReader(new MemoryStream(DataArchive.Of(new ReplicaData { Target = "/data", Folder = "own", Files = [new SecretFile(path, "engine.json")] }, user)));

            var folder = reader.GetNextEntry()!;
            Assert.Equal((TarEntryType.Directory, "own/", Owner | UnixFileMode.UserExecute, uid, gid), (folder.EntryType, folder.Name, folder.Mode, folder.Uid, folder.Gid));
            var file = reader.GetNextEntry()!;
            Assert.Equal((TarEntryType.RegularFile, "engine.json", Owner, uid, gid), (file.EntryType, file.Name, file.Mode, file.Uid, file.Gid));
            Assert.Equal("s3cret", new StreamReader(file.DataStream!, Encoding.UTF8).ReadToEnd());
            Assert.Null(reader.GetNextEntry());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Of_NamedUser_IsNone() =>
        Assert.Throws<FormatException>(() => DataArchive.Of(new ReplicaData { Target = "/data", Folder = "own" }, "nobody"));
}
