using System.IO.MemoryMappedFiles;
using Capstan.Database.Log;

namespace Capstan.Database.Applying;

/// <summary>
/// Attempt marks in a small mapped file, so that a mark costs a store to memory and still survives the end of the process: which record
/// is being tried, and at which ones earlier processes ended. A loss of power may lose it, which costs an attempt more.
/// </summary>
/// <remarks>
/// <see cref="Clear"/> forgets the ends at what was tried since the last call; when nothing was, it forgets all, so that a record
/// that was given up is tried again. Ends at later records stay, since a restarted process comes to them by way of earlier ones.
/// </remarks>
public sealed class AttemptMarkFile : IAttemptMarks, IDisposable
{
    /// <summary>Name of the file in the copy's folder.</summary>
    public const string FileName = "attempts";

    private const int MaxEnds = 15;
    private const int EntrySize = 2 * sizeof(long);
    private const int Size = EntrySize * (MaxEnds + 1);

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly SortedDictionary<Lsn, int> _ends;

    private AttemptMarkFile(MemoryMappedFile file, Lsn applied)
    {
        _file = file;
        _view = file.CreateViewAccessor(0, Size);
        _ends = ReadEnds(applied);
        WriteEnds();
        Trying(Lsn.None);
    }

    /// <summary>Opens the marks of a folder; the end of the process that had them before counts unless its record is applied.</summary>
    /// <param name="folder">The copy's folder.</param>
    /// <param name="applied">How far the copy has come.</param>
    /// <exception cref="StoreFailedException">The file cannot be used.</exception>
    public static AttemptMarkFile Open(string folder, Lsn applied)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var file = MemoryMappedFile.CreateFromFile(Path.Combine(folder, FileName), FileMode.OpenOrCreate, null, Size, MemoryMappedFileAccess.ReadWrite);
            return new AttemptMarkFile(file, applied);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreFailedException($"The attempt marks in {folder} cannot be used: {fault.Message}", fault);
        }
    }

    /// <inheritdoc />
    public int EndsAt(Lsn lsn) => _ends.GetValueOrDefault(lsn);

    /// <inheritdoc />
    public void Trying(Lsn lsn) => _view.Write(0, lsn.Value);

    /// <inheritdoc />
    public void Clear()
    {
        var tried = new Lsn(_view.ReadInt64(0));
        Trying(Lsn.None);
        if (_ends.Count == 0)
            return;
        foreach (var lsn in _ends.Keys.Where(lsn => tried == Lsn.None || lsn <= tried).ToList())
            _ends.Remove(lsn);
        WriteEnds();
    }

    /// <inheritdoc />
    public void Condemn(Lsn lsn)
    {
        Note(_ends, lsn, Replica.Attempts, Lsn.None);
        WriteEnds();
    }

    /// <inheritdoc />
    public void Acquit(Lsn lsn)
    {
        if (_ends.Remove(lsn))
            WriteEnds();
    }

    /// <summary>Lets go of the file.</summary>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    private SortedDictionary<Lsn, int> ReadEnds(Lsn applied)
    {
        var ends = new SortedDictionary<Lsn, int>();
        for (var entry = 1; entry <= MaxEnds; entry++)
            Note(ends, new Lsn(_view.ReadInt64(entry * EntrySize)), _view.ReadInt32((entry * EntrySize) + sizeof(long)), applied);
        Note(ends, new Lsn(_view.ReadInt64(0)), 1, applied);
        return ends;
    }

    private static void Note(SortedDictionary<Lsn, int> ends, Lsn lsn, int count, Lsn applied)
    {
        if (lsn > applied)
            ends[lsn] = ends.GetValueOrDefault(lsn) + count;
        if (ends.Count > MaxEnds)
            ends.Remove(ends.Last().Key);
    }

    private void WriteEnds()
    {
        var entry = 1;
        foreach (var (lsn, count) in _ends)
        {
            _view.Write(entry * EntrySize, lsn.Value);
            _view.Write((entry++ * EntrySize) + sizeof(long), count);
        }

        for (; entry <= MaxEnds; entry++)
            _view.Write(entry * EntrySize, 0L);
    }
}
