using Capstan.Sqlite;

namespace Capstan.Commands.Databases.Importing;

/// <summary>A SQLite file of its own folder, readable by its owner alone, in which rows are gathered before they are sent; gone when disposed of.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("capstan-import-");
    private SqliteConnection? _connection;

    /// <summary>Where it is.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, "rows.db");

    /// <summary>The open file. It holds nothing worth a sync: after a crash it is made anew.</summary>
    public SqliteConnection Open()
    {
        if (_connection is not null)
            return _connection;
        _connection = SqliteConnection.Open(Path, new SqliteOpenOptions { ForeignKeys = false });
        _connection.Execute("PRAGMA journal_mode = MEMORY");
        _connection.Execute("PRAGMA synchronous = OFF");
        _connection.Execute("PRAGMA temp_store = MEMORY");
        return _connection;
    }

    /// <summary>Gives the room of what was dropped back. VACUUM INTO keeps the rowids that VACUUM would change.</summary>
    public SqliteConnection Compact()
    {
        var smaller = System.IO.Path.Combine(_folder.FullName, "smaller.db");
        Open().VacuumInto(smaller);
        Close();
        File.Move(smaller, Path, overwrite: true);
        return Open();
    }

    /// <summary>Closes the file, so that it can be sent.</summary>
    public void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Close();
        _folder.Delete(recursive: true);
    }
}
