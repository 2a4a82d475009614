using System.Runtime.InteropServices;

namespace Capstan.Sqlite.Native;

internal static unsafe partial class Sqlite3
{
    [LibraryImport(Library, EntryPoint = "sqlite3_vfs_find")]
    public static partial NativeVfs* FindVfs(byte* name);

    [LibraryImport(Library, EntryPoint = "sqlite3_vfs_register")]
    public static partial int RegisterVfs(NativeVfs* vfs, int asDefault);

    [LibraryImport(Library, EntryPoint = "sqlite3_vfs_unregister")]
    public static partial int UnregisterVfs(NativeVfs* vfs);
}
