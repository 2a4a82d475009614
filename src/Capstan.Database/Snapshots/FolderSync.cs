using System.Runtime.InteropServices;

namespace Capstan.Database.Snapshots;

/// <summary>Writes a folder to disk: a rename is durable only then.</summary>
internal static partial class FolderSync
{
    // O_RDONLY | O_CLOEXEC as Linux numbers them.
    private const int ReadOnlyFolder = 0x80000;

    /// <summary>Syncs it; .NET opens no folders, so the system is asked itself.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static void Sync(string folder)
    {
        var descriptor = Open(folder, ReadOnlyFolder);
        if (descriptor < 0)
            throw new IOException($"{folder} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        try
        {
            if (Fsync(descriptor) != 0)
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
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
