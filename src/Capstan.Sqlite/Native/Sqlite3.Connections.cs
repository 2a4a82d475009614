using System.Runtime.InteropServices;

namespace Capstan.Sqlite.Native;

internal static unsafe partial class Sqlite3
{
    public const int OpenReadOnly = 0x1;
    public const int OpenReadWrite = 0x2;
    public const int OpenCreate = 0x4;
    public const int OpenUri = 0x40;
    public const int OpenNoMutex = 0x8000;
    public const int OpenPrivateCache = 0x40000;
    public const int OpenExtendedCodes = 0x02000000;

    public const int ConfigEnableForeignKeys = 1002;
    public const int ConfigEnableTriggers = 1003;
    public const int ConfigEnableTokenizer = 1004;
    public const int ConfigEnableLoadExtension = 1005;
    public const int ConfigDefensive = 1010;
    public const int ConfigTrustedSchema = 1017;

    [LibraryImport(Library, EntryPoint = "sqlite3_open_v2")]
    public static partial int Open(byte* path, out nint database, int flags, byte* vfs);

    [LibraryImport(Library, EntryPoint = "sqlite3_close_v2")]
    public static partial int Close(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_db_config")]
    public static partial int ConfigureConnection(nint database, int option, int value, int* result);

    [LibraryImport(Library, EntryPoint = "sqlite3_busy_timeout")]
    public static partial int BusyTimeout(nint database, int milliseconds);

    [LibraryImport(Library, EntryPoint = "sqlite3_limit")]
    public static partial int Limit(nint database, int limit, int value);

    [LibraryImport(Library, EntryPoint = "sqlite3_errmsg")]
    public static partial byte* ErrorMessage(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_extended_errcode")]
    public static partial int ExtendedErrorCode(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_get_autocommit")]
    public static partial int GetAutocommit(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_changes64")]
    public static partial long Changes(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_total_changes64")]
    public static partial long TotalChanges(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_last_insert_rowid")]
    public static partial long LastInsertRowId(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_set_last_insert_rowid")]
    public static partial void SetLastInsertRowId(nint database, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_interrupt")]
    public static partial void Interrupt(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_db_status")]
    public static partial int Status(nint database, int counter, out int current, out int highest, int reset);

    [LibraryImport(Library, EntryPoint = "sqlite3_db_readonly")]
    public static partial int IsReadOnly(nint database, byte* name);

    [LibraryImport(Library, EntryPoint = "sqlite3_wal_checkpoint_v2")]
    public static partial int Checkpoint(nint database, byte* name, int mode, out int frames, out int moved);

    [LibraryImport(Library, EntryPoint = "sqlite3_wal_autocheckpoint")]
    public static partial int AutoCheckpoint(nint database, int frames);
}
