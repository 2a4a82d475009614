namespace Capstan.SystemTests.Harness;

/// <summary>A folder of its own for one stack, gone afterwards.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("capstan-system-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Makes a folder that a container's user may write to.</summary>
    public string Shared(string name)
    {
        var folder = Directory.CreateDirectory(this[name]);
        folder.UnixFileMode = (UnixFileMode)0x1FF;
        return folder.FullName;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
