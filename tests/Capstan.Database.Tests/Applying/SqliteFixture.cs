using Capstan.Database.Applying;

namespace Capstan.Database.Tests.Applying;

/// <summary>
/// The SQLite store. A crash leaves the folder as it lies there at that moment, WAL file included: it is copied while the store is open,
/// and the next process gets the copy.
/// </summary>
internal sealed class SqliteFixture : IStoreFixture
{
    private readonly TempFolder _root = new();
    private SqliteReplicaStore? _store;
    private AttemptMarkFile? _marks;
    private int _life;

    public IAttemptMarks Marks => _marks!;

    private string Folder => _root.PathOf($"life{_life}");

    public IReplicaStore Open()
    {
        _store = SqliteReplicaStore.Open(Folder).Store;
        _marks = AttemptMarkFile.Open(Folder, _store.Meta.Applied);
        return _store;
    }

    public void Crash()
    {
        var old = Folder;
        _life++;
        Directory.CreateDirectory(Folder);
        foreach (var file in Directory.GetFiles(old))
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        Close();
    }

    public string Save()
    {
        var file = _root.PathOf($"saved{_life}.db");
        using var connection = Sqlite.SqliteConnection.Open(_store!.File);
        connection.VacuumInto(file);
        return file;
    }

    public void Dispose()
    {
        Close();
        _root.Dispose();
    }

    private void Close()
    {
        _store?.Dispose();
        _marks?.Dispose();
    }
}
