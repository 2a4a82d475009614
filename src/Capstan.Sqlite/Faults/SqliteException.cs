using System.Runtime.InteropServices;
using Capstan.Sqlite.Native;

namespace Capstan.Sqlite;

/// <summary>A failure that SQLite reported, with its codes and whose fault it is.</summary>
/// <param name="extended">The extended result code; its low byte is the primary one.</param>
/// <param name="message">What SQLite says.</param>
/// <param name="offset">Byte offset into the statement's UTF-8 text that the failure points at; null when it points at none.</param>
public sealed class SqliteException(int extended, string message, int? offset = null) : Exception(message)
{
    /// <summary>The primary result code.</summary>
    public SqliteCode Code => (SqliteCode)(extended & 0xFF);

    /// <summary>The extended result code (sqlite.org/rescode.html#extrc).</summary>
    public int ExtendedCode => extended;

    /// <summary>
    /// Byte offset into the statement's UTF-8 text that the failure points at; null when it points at none or the library is older than 3.38.
    /// </summary>
    public int? Offset => offset;

    /// <summary>Whose fault it is.</summary>
    public SqliteFault Fault => Code switch
    {
        SqliteCode.Error or SqliteCode.Constraint or SqliteCode.Mismatch or SqliteCode.Range or SqliteCode.TooBig
            or SqliteCode.Authorization => SqliteFault.Statement,
        _ => SqliteFault.Environment,
    };

    /// <summary>The kind of constraint that was violated; <see cref="SqliteConstraint.None"/> for every other code.</summary>
    public SqliteConstraint Constraint =>
        Code == SqliteCode.Constraint ? (SqliteConstraint)(extended >> 8) : SqliteConstraint.None;

    /// <summary>What the connection says about its last call, whose result was <paramref name="code"/>.</summary>
    internal static unsafe SqliteException Of(nint database, int code)
    {
        var extended = Sqlite3.ExtendedErrorCode(database);
        // A call that fails before it reaches the connection (misuse) leaves the connection's last error as it was.
        if ((extended & 0xFF) != (code & 0xFF)) return Of(code);
        var text = Marshal.PtrToStringUTF8((nint)Sqlite3.ErrorMessage(database)) ?? "";
        return new SqliteException(extended, text, SqliteLibrary.ErrorOffset(database));
    }

    /// <summary>What SQLite says about a code without a connection.</summary>
    internal static unsafe SqliteException Of(int code) =>
        new(code, Marshal.PtrToStringUTF8((nint)Sqlite3.ErrorText(code)) ?? "");
}
