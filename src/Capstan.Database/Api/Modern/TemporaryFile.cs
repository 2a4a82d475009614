namespace Capstan.Database.Api.Modern;

/// <summary>A file that is gone when it is disposed of, unless somebody moved it away. Only its owner may read it.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private const int Buffer = 128 * 1024;

    /// <summary>Names a new file in a folder, which is made when it is missing.</summary>
    public TemporaryFile(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        Path = System.IO.Path.Combine(folder, name + ".tmp");
    }

    /// <summary>Where it is, or will be.</summary>
    public string Path { get; }

    /// <summary>Makes it.</summary>
    public FileStream Create() => new(Path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        Options = FileOptions.Asynchronous,
        BufferSize = Buffer,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });

    /// <summary>Opens it.</summary>
    public FileStream Open() => new(Path, FileMode.Open, FileAccess.Read, FileShare.Read, Buffer, FileOptions.Asynchronous | FileOptions.SequentialScan);

    /// <inheritdoc />
    public void Dispose() => File.Delete(Path);
}
