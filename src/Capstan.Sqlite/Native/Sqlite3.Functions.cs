using System.Runtime.InteropServices;

namespace Capstan.Sqlite.Native;

internal static unsafe partial class Sqlite3
{
    [LibraryImport(Library, EntryPoint = "sqlite3_create_function_v2")]
    public static partial int CreateFunction(
        nint database, byte* name, int arguments, int flags, nint state, delegate* unmanaged[Cdecl]<nint, int, nint*, void> function,
        nint step, nint final, delegate* unmanaged[Cdecl]<nint, void> destroy);

    [LibraryImport(Library, EntryPoint = "sqlite3_user_data")]
    public static partial nint UserData(nint context);

    [LibraryImport(Library, EntryPoint = "sqlite3_result_null")]
    public static partial void ResultNull(nint context);

    [LibraryImport(Library, EntryPoint = "sqlite3_result_int64")]
    public static partial void ResultInt64(nint context, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_result_double")]
    public static partial void ResultDouble(nint context, double value);

    [LibraryImport(Library, EntryPoint = "sqlite3_result_text64")]
    public static partial void ResultText(nint context, byte* value, ulong length, nint destructor, byte encoding);

    [LibraryImport(Library, EntryPoint = "sqlite3_result_blob64")]
    public static partial void ResultBlob(nint context, byte* value, ulong length, nint destructor);

    [LibraryImport(Library, EntryPoint = "sqlite3_result_error")]
    public static partial void ResultError(nint context, byte* message, int length);

    [LibraryImport(Library, EntryPoint = "sqlite3_value_type")]
    public static partial int ValueType(nint value);

    [LibraryImport(Library, EntryPoint = "sqlite3_value_int64")]
    public static partial long ValueInt64(nint value);

    [LibraryImport(Library, EntryPoint = "sqlite3_value_double")]
    public static partial double ValueDouble(nint value);

    [LibraryImport(Library, EntryPoint = "sqlite3_value_text")]
    public static partial byte* ValueText(nint value);

    [LibraryImport(Library, EntryPoint = "sqlite3_value_blob")]
    public static partial byte* ValueBlob(nint value);

    [LibraryImport(Library, EntryPoint = "sqlite3_value_bytes")]
    public static partial int ValueBytes(nint value);
}
