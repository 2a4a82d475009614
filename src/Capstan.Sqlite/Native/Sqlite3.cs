using System.Runtime.InteropServices;

namespace Capstan.Sqlite.Native;

/// <summary>
/// The functions of libsqlite3, as they are. Opaque structures are <see cref="nint"/>. SQLite's variadic functions are declared with the
/// arguments they are called with: on Linux (System V x86-64, AAPCS64) integer arguments travel the same way in both kinds of call.
/// </summary>
internal static unsafe partial class Sqlite3
{
    /// <summary>The name that <see cref="SqliteLibrary"/> resolves.</summary>
    public const string Library = "sqlite3";

    public const int Ok = 0;
    public const int Error = 1;
    public const int Deny = 1;
    public const int Row = 100;
    public const int Done = 101;

    /// <summary>SQLITE_TRANSIENT: SQLite takes a copy before the call returns, so spans need to be pinned only during it.</summary>
    public static readonly nint Transient = -1;

    [LibraryImport(Library, EntryPoint = "sqlite3_config")]
    public static partial int Configure(int option, int value);

    [LibraryImport(Library, EntryPoint = "sqlite3_initialize")]
    public static partial int Initialize();

    [LibraryImport(Library, EntryPoint = "sqlite3_libversion_number")]
    public static partial int VersionNumber();

    [LibraryImport(Library, EntryPoint = "sqlite3_errstr")]
    public static partial byte* ErrorText(int code);

    [LibraryImport(Library, EntryPoint = "sqlite3_test_control")]
    public static partial int TestControl(int operation, int value, nint database);
}
