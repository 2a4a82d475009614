using System.Buffers;
using System.Text;
using Capstan.Sqlite.Native;

namespace Capstan.Sqlite;

public sealed unsafe partial class SqliteConnection
{
    private const int StackBytes = 1024;

    /// <summary>
    /// Prepares exactly one statement, or takes it from the cache when the same text was prepared before and is not in use. Disposing of it
    /// gives it back, reset and with its bindings cleared.
    /// </summary>
    /// <exception cref="SqliteException">The text is wrong, holds no statement, or holds more than one; offset says where.</exception>
    public SqliteStatement Prepare(string sql) => Encoded(sql, Preparation.Cached);

    /// <inheritdoc cref="Prepare(string)"/>
    /// <param name="sql">The text in UTF-8; nothing of it is kept by reference.</param>
    public SqliteStatement Prepare(ReadOnlySpan<byte> sql)
    {
        ObjectDisposedException.ThrowIf(_database == 0, this);
        if (_cache.Take(sql) is { } kept) return kept;
        var statement = PrepareOne(sql, Preparation.Cached);
        _cache.Add(sql, statement);
        return statement;
    }

    /// <summary>Prepares exactly one statement that the caller keeps: the cache never sees it, and disposing of it finalizes it.</summary>
    /// <exception cref="SqliteException">As for <see cref="Prepare(string)"/>.</exception>
    public SqliteStatement PrepareOwned(string sql) => Encoded(sql, Preparation.Owned);

    /// <summary>
    /// As <see cref="PrepareOwned"/>, and exempt from the authorizer: now, and whenever SQLite prepares it anew after a change of the schema.
    /// For the caller's own statements, never for foreign text.
    /// </summary>
    /// <exception cref="SqliteException">As for <see cref="Prepare(string)"/>.</exception>
    public SqliteStatement PrepareTrusted(string sql) => Encoded(sql, Preparation.Trusted);

    /// <summary>Prepares the first statement of a script and cuts it off the script. The caller owns the statement.</summary>
    /// <param name="script">UTF-8; afterwards what follows the statement.</param>
    /// <returns>The statement; null when nothing but blanks, comments and semicolons was left.</returns>
    /// <exception cref="SqliteException">The text is wrong; the script is left as it was.</exception>
    public SqliteStatement? PrepareNext(ref ReadOnlySpan<byte> script)
    {
        // SQLite answers "no statement" for a comment or semicolon before the statement too, so those are skipped here.
        var rest = script[SqlText.BlankLength(script)..];
        var native = PrepareNative(rest, Preparation.Owned, out var used);
        if (native == 0 && !rest.IsEmpty) throw new SqliteException(Sqlite3.Error, "the script holds a zero byte, where SQLite stops reading");
        script = rest[used..];
        return native == 0 ? null : new SqliteStatement(this, native, Preparation.Owned);
    }

    private SqliteStatement Encoded(string sql, Preparation preparation)
    {
        ArgumentNullException.ThrowIfNull(sql);
        var rented = sql.Length * 3 <= StackBytes ? null : ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(sql));
        var buffer = rented ?? stackalloc byte[StackBytes];
        var text = buffer[..Encoding.UTF8.GetBytes(sql, buffer)];
        try
        {
            return preparation == Preparation.Cached ? Prepare(text) : PrepareOne(text, preparation);
        }
        finally
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private SqliteStatement PrepareOne(ReadOnlySpan<byte> sql, Preparation preparation)
    {
        var start = SqlText.BlankLength(sql);
        var native = PrepareNative(sql[start..], preparation, out var used);
        if (native == 0) throw new SqliteException(Sqlite3.Error, "the text holds no statement");
        var end = start + used + SqlText.BlankLength(sql[(start + used)..]);
        if (end == sql.Length) return new SqliteStatement(this, native, preparation);
        Sqlite3.FinalizeStatement(native);
        throw new SqliteException(Sqlite3.Error, "only one statement is taken at a time, and another text follows it", end);
    }

    private nint PrepareNative(ReadOnlySpan<byte> sql, Preparation preparation, out int used)
    {
        var database = Database;
        used = 0;
        if (sql.IsEmpty) return 0;
        int code;
        nint statement;
        var trusted = preparation == Preparation.Trusted;
        Enter(trusted);
        fixed (byte* text = sql)
        {
            code = Sqlite3.Prepare(database, text, sql.Length, Sqlite3.PreparePersistent, out statement, out var tail);
            if (tail != null) used = (int)(tail - text);
        }
        Leave(trusted);
        if (HasThrown && statement != 0) Sqlite3.FinalizeStatement(statement);
        Rethrow();
        Check(code);
        return statement;
    }
}
