using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SelfieLess.Store.Journals;

/// <summary>The system calls that .NET does not offer; the numbers are those of Linux.</summary>
internal static partial class Native
{
    public const int ReadOnly = 0;
    public const int ReadWriteCreate = 0x2 | 0x40;
    public const int CloseOnExec = 0x80000;
    public const int LockExclusive = 2;
    public const int Unlock = 8;
    public const int Interrupted = 4;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Flock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Fsync(SafeFileHandle file);
}
