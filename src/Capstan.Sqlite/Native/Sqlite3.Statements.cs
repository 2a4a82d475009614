using System.Runtime.InteropServices;

namespace Capstan.Sqlite.Native;

internal static unsafe partial class Sqlite3
{
    public const uint PreparePersistent = 1;
    public const byte Utf8 = 1;

    [LibraryImport(Library, EntryPoint = "sqlite3_prepare_v3")]
    public static partial int Prepare(nint database, byte* sql, int length, uint flags, out nint statement, out byte* tail);

    /// <summary>Its result repeats that of the last step, so a statement that stands at a row is reset first.</summary>
    [LibraryImport(Library, EntryPoint = "sqlite3_finalize")]
    public static partial void FinalizeStatement(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    public static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    public static partial int Reset(nint statement);

    /// <summary>Its result is always OK.</summary>
    [LibraryImport(Library, EntryPoint = "sqlite3_clear_bindings")]
    public static partial void ClearBindings(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_sql")]
    public static partial byte* Sql(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_stmt_status")]
    public static partial int StatementStatus(nint statement, int counter, int reset);

    [LibraryImport(Library, EntryPoint = "sqlite3_stmt_readonly")]
    public static partial int StatementIsReadOnly(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_stmt_isexplain")]
    public static partial int StatementIsExplain(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_parameter_count")]
    public static partial int ParameterCount(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_parameter_name")]
    public static partial byte* ParameterName(nint statement, int index);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_parameter_index")]
    public static partial int ParameterIndex(nint statement, byte* name);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_null")]
    public static partial int BindNull(nint statement, int index);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64")]
    public static partial int BindInt64(nint statement, int index, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_double")]
    public static partial int BindDouble(nint statement, int index, double value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_text64")]
    public static partial int BindText(nint statement, int index, byte* value, ulong length, nint destructor, byte encoding);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_blob64")]
    public static partial int BindBlob(nint statement, int index, byte* value, ulong length, nint destructor);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_count")]
    public static partial int ColumnCount(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_name")]
    public static partial byte* ColumnName(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_decltype")]
    public static partial byte* ColumnDeclaredType(nint statement, int column);

    /// <summary>Looks at a flag; no transition, since it neither blocks nor calls back.</summary>
    [LibraryImport(Library, EntryPoint = "sqlite3_column_type"), SuppressGCTransition]
    public static partial int ColumnType(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64")]
    public static partial long ColumnInt64(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_double")]
    public static partial double ColumnDouble(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_text")]
    public static partial byte* ColumnText(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob")]
    public static partial byte* ColumnBlob(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes")]
    public static partial int ColumnBytes(nint statement, int column);
}
