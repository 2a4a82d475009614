using Microsoft.Win32.SafeHandles;
using Samples.Shared;

namespace SelfieLess.Store.Journals;

/// <summary>The bytes of a journal: whole frames in a row, and at most one broken frame behind them.</summary>
internal sealed class JournalFile : IDisposable
{
    private readonly SafeFileHandle _file;

    public JournalFile(string path)
    {
        Path = path;
        bool isNew = !File.Exists(path);
        _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (isNew)
        {
            SyncFolder(System.IO.Path.GetDirectoryName(path)!);
        }
    }

    public string Path { get; }

    public long Length => RandomAccess.GetLength(_file);

    /// <summary>Whether the folder still holds this very journal, as far as its length tells.</summary>
    public bool IsInPlace(long atLeast)
    {
        var named = new FileInfo(Path);
        return named.Exists && named.Length >= atLeast;
    }

    /// <summary>
    /// The head and the entries of the frame at <paramref name="offset"/>, or null when no whole frame is there (yet). Blobs are
    /// not read: whoever is killed while writing leaves a frame that is too short.
    /// </summary>
    public (FrameHead Head, byte[] Entries)? ReadFrame(long offset)
    {
        Span<byte> bytes = stackalloc byte[FrameHead.Size];
        if (!ReadFully(bytes, offset) || !FrameHead.TryRead(bytes, out FrameHead head) || offset + head.Length > Length)
        {
            return null;
        }

        var entries = new byte[head.EntryLength];
        bool intact = ReadFully(entries, offset + FrameHead.Size + head.BlobLength) && Crc32C.Of(entries) == head.EntryChecksum;
        return intact ? (head, entries) : null;
    }

    public int Read(Span<byte> target, long offset) => RandomAccess.Read(_file, target, offset);

    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> pieces, long offset) => RandomAccess.Write(_file, pieces, offset);

    public void Sync() => RandomAccess.FlushToDisk(_file);

    public void Cut(long length) => RandomAccess.SetLength(_file, length);

    public bool ReadFully(Span<byte> target, long offset)
    {
        while (!target.IsEmpty)
        {
            int read = Read(target, offset);
            if (read == 0)
            {
                return false;
            }

            target = target[read..];
            offset += read;
        }

        return true;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Makes a new file's name as durable as its bytes will be.</summary>
    private static void SyncFolder(string folder)
    {
        using SafeFileHandle handle = Native.Open(folder, Native.ReadOnly | Native.CloseOnExec, 0);
        if (handle.IsInvalid || Native.Fsync(handle) != 0)
        {
            throw new StoreException($"the folder {folder} cannot be synced to disk");
        }
    }
}
