using System.Security.Cryptography;
using Capstan.Sqlite;
using Capstan.State;

namespace Capstan.Commands.Databases.Transfers;

/// <summary>A database file that gets its name only when it is whole, checked and on the disk; until then another one beside it, which is gone when it does not come so far.</summary>
internal sealed class NewFile : IDisposable
{
    private readonly string _path;
    private readonly string _unfinished;

    /// <summary>Begins a file that only its owner may read.</summary>
    /// <exception cref="IOException">It cannot be made there.</exception>
    public NewFile(string path)
    {
        _path = path;
        _unfinished = $"{path}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}.part";
        Content = new FileStream(_unfinished, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.Asynchronous,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    /// <summary>Where the content goes.</summary>
    public FileStream Content { get; }

    /// <summary>Writes it to the disk and checks it.</summary>
    /// <returns>SHA-256 of it, in hexadecimal digits.</returns>
    /// <exception cref="InvalidDataException">It is no whole SQLite file.</exception>
    public async Task<string> CheckAsync(CancellationToken cancellationToken)
    {
        Content.Flush(flushToDisk: true);
        Content.Position = 0;
        var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(Content, cancellationToken));
        await Task.Run(() => Check(cancellationToken), cancellationToken);
        return digest;
    }

    /// <summary>Gives it its name.</summary>
    /// <param name="replaces">Whether it may take the place of another file.</param>
    /// <exception cref="IOException">Another file has that name, or the folder cannot be written.</exception>
    public void Keep(bool replaces)
    {
        Content.Dispose();
        File.Move(_unfinished, _path, replaces);
        AtomicFile.SyncFolder(Path.GetDirectoryName(_path)!);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Content.Dispose();
        File.Delete(_unfinished);
    }

    private void Check(CancellationToken cancellationToken)
    {
        try
        {
            using var database = SqliteConnection.Open(_unfinished, new SqliteOpenOptions { Mode = SqliteOpenMode.ReadOnly });
            database.SetProgress(() => cancellationToken.IsCancellationRequested);
            if (database.QuickCheck(1) is [var fault, ..])
                throw new InvalidDataException($"What came is a damaged database: {fault}. Nothing was kept; try again.");
        }
        catch (SqliteException fault)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidDataException($"What came is no whole database: {fault.Message}. Nothing was kept; try again.", fault);
        }
    }
}
