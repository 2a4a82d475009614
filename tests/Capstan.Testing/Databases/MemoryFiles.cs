namespace Capstan.Testing.Databases;

/// <summary>Finished files (snapshots, files to restore from) by path, as a file system that workers share.</summary>
public sealed class MemoryFiles
{
    private readonly Dictionary<string, MemoryState> _files = new(StringComparer.Ordinal);

    public void Write(string path, MemoryState state) => _files[path] = state;

    public MemoryState? Find(string path) => _files.GetValueOrDefault(path);

    public bool Delete(string path) => _files.Remove(path);
}
