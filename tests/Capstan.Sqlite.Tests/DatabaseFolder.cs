namespace Capstan.Sqlite.Tests;

/// <summary>A folder of a test's own, gone with it.</summary>
internal sealed class DatabaseFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("capstan-sqlite-");

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
