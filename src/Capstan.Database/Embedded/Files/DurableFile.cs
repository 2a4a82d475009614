using System.Runtime.InteropServices;

namespace Capstan.Database.Embedded.Files;

/// <summary>Files whose content, or whose name, must survive a loss of power.</summary>
internal static partial class DurableFile
{
    /// <summary>Ending of files that are being written; they are ignored by name and removed at the start.</summary>
    public const string Unfinished = ".new";

    /// <summary>Read and write for the owner alone.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>A folder for the owner alone.</summary>
    public const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;

    // O_RDONLY | O_CLOEXEC as Linux numbers them.
    private const int ReadOnlyFolder = 0x80000;

    /// <summary>After this returns the file holds the new content, also after a loss of power; before, the old one.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var fresh = path + Unfinished;
        using (var handle = File.OpenHandle(fresh, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(handle, content, 0);
            RandomAccess.FlushToDisk(handle);
        }

        File.SetUnixFileMode(fresh, OwnerOnly);
        Rename(fresh, path);
    }

    /// <summary>Renames within one folder, and the new name lasts.</summary>
    public static void Rename(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        SyncFolder(Path.GetDirectoryName(to)!);
    }

    /// <summary>Writes what happened to a file's content to the disk.</summary>
    public static void Sync(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>A name is on the disk only when its folder is; .NET opens no folders, so the system is asked itself.</summary>
    public static void SyncFolder(string folder)
    {
        var descriptor = Open(folder, ReadOnlyFolder);
        if (descriptor < 0)
            throw new IOException($"{folder} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        try
        {
            if (Sync(descriptor) != 0)
                throw new IOException($"{folder} cannot be written to disk: {Marshal.GetLastPInvokeErrorMessage()}");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
