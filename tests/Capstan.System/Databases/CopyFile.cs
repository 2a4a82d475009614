using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Capstan.SystemTests.Databases;

/// <summary>A worker's SQLite file, read while the worker lives or after its end; never written.</summary>
internal sealed unsafe class CopyFile : IDisposable
{
    private const int Integer = 1;
    private const int Real = 2;
    private const int Text = 3;
    private const int Blob = 4;

    private readonly nint _database;

    public CopyFile(string path)
    {
        var code = NativeSqlite.Open(path, out _database, NativeSqlite.OpenReadOnly | NativeSqlite.OpenNoMutex, 0);
        if (code != NativeSqlite.Ok)
            throw Fault(path, code);
        _ = NativeSqlite.BusyTimeout(_database, 2_000);
    }

    /// <summary>Rows of a statement. Numbers as they are, text as text, bytes as lower-case hexadecimal digits.</summary>
    public IReadOnlyList<object?[]> Rows(string sql)
    {
        var code = NativeSqlite.Prepare(_database, sql, -1, out var statement, 0);
        if (code != NativeSqlite.Ok)
            throw Fault(sql, code);
        try
        {
            List<object?[]> rows = [];
            while ((code = NativeSqlite.Step(statement)) == NativeSqlite.Row)
                rows.Add([.. Enumerable.Range(0, NativeSqlite.Columns(statement)).Select(column => Value(statement, column))]);
            return code == NativeSqlite.Done ? rows : throw Fault(sql, code);
        }
        finally
        {
            _ = NativeSqlite.Finish(statement);
        }
    }

    /// <summary>The first column of the only row.</summary>
    public object? One(string sql) => Rows(sql).Single()[0];

    public void Dispose() => _ = NativeSqlite.Close(_database);

    private static object? Value(nint statement, int column) => NativeSqlite.Kind(statement, column) switch
    {
        Integer => NativeSqlite.Integer(statement, column),
        Real => NativeSqlite.Real(statement, column),
        Text => Encoding.UTF8.GetString(Bytes(statement, column)),
        Blob => Convert.ToHexStringLower(Bytes(statement, column)),
        _ => null,
    };

    private static ReadOnlySpan<byte> Bytes(nint statement, int column)
    {
        var bytes = NativeSqlite.Bytes(statement, column);
        return new ReadOnlySpan<byte>(bytes, NativeSqlite.Length(statement, column));
    }

    private CopyException Fault(string what, int code) => new(string.Create(
        CultureInfo.InvariantCulture, $"{what}: SQLite says {code}: {Marshal.PtrToStringUTF8(NativeSqlite.Message(_database))}"));
}
