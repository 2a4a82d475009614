using System.Runtime.InteropServices;

namespace Capstan.Sqlite.Native;

internal static unsafe partial class Sqlite3
{
    [LibraryImport(Library, EntryPoint = "sqlite3_set_authorizer")]
    public static partial int SetAuthorizer(
        nint database, delegate* unmanaged[Cdecl]<nint, int, byte*, byte*, byte*, byte*, int> callback, nint state);

    [LibraryImport(Library, EntryPoint = "sqlite3_progress_handler")]
    public static partial void SetProgressHandler(nint database, int operations, delegate* unmanaged[Cdecl]<nint, int> callback, nint state);

    [LibraryImport(Library, EntryPoint = "sqlite3_commit_hook")]
    public static partial nint SetCommitHook(nint database, delegate* unmanaged[Cdecl]<nint, int> callback, nint state);

    [LibraryImport(Library, EntryPoint = "sqlite3_rollback_hook")]
    public static partial nint SetRollbackHook(nint database, delegate* unmanaged[Cdecl]<nint, void> callback, nint state);

    [LibraryImport(Library, EntryPoint = "sqlite3_wal_hook")]
    public static partial nint SetWalHook(nint database, delegate* unmanaged[Cdecl]<nint, nint, byte*, int, int> callback, nint state);

    [LibraryImport(Library, EntryPoint = "sqlite3_preupdate_hook")]
    public static partial nint SetPreupdateHook(
        nint database, delegate* unmanaged[Cdecl]<nint, nint, int, byte*, byte*, long, long, void> callback, nint state);

    [LibraryImport(Library, EntryPoint = "sqlite3_preupdate_old")]
    public static partial int PreupdateOld(nint database, int column, out nint value);

    [LibraryImport(Library, EntryPoint = "sqlite3_preupdate_new")]
    public static partial int PreupdateNew(nint database, int column, out nint value);

    [LibraryImport(Library, EntryPoint = "sqlite3_preupdate_count")]
    public static partial int PreupdateCount(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_preupdate_depth")]
    public static partial int PreupdateDepth(nint database);
}
