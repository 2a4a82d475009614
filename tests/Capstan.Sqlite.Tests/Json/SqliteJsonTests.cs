using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Capstan.Sqlite.Tests.Json;

public sealed class SqliteJsonTests : IDisposable
{
    private readonly SqliteConnection _connection = SqliteConnection.OpenMemory();

    public void Dispose() => _connection.Dispose();

    [Theory]
    [InlineData("NULL", "null")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("0", "0")]
    [InlineData("5.0", "5.0")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("0.1", "0.1")]
    [InlineData("1e300", "1E+300")]
    [InlineData("1e15", "1000000000000000.0")]
    [InlineData("5e-324", "5E-324")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157E+308")]
    [InlineData("9e999", "9e999")]
    [InlineData("-9e999", "-9e999")]
    [InlineData("'plain ü€😀'", "\"plain ü€😀\"")]
    [InlineData("''", "\"\"")]
    [InlineData("char(34, 92, 8, 9, 10, 12, 13, 0, 1, 31, 127, 47)", "\"\\\"\\\\\\b\\t\\n\\f\\r\\u0000\\u0001\\u001f\u007f/\"")]
    [InlineData("x''", "{\"base64\":\"\"}")]
    [InlineData("x'00ff'", "{\"base64\":\"AP8=\"}")]
    [InlineData("x'00ff01'", "{\"base64\":\"AP8B\"}")]
    [InlineData("CAST(x'61ff62' AS TEXT)", "\"a\uFFFDb\"")]
    [InlineData("CAST(x'eda08022' AS TEXT)", "\"\uFFFD\uFFFD\uFFFD\\\"\"")]
    [InlineData("CAST(x'e282' AS TEXT)", "\"\uFFFD\"")]
    public void Value_OfEachType_HasItsForm(string sql, string json)
    {
        var text = Arrays($"SELECT {sql}").Text;

        Assert.Equal($"[[{json}]]", text);
        using var document = JsonDocument.Parse(text);
        Assert.Equal(1, document.RootElement[0].GetArrayLength());
    }

    [Fact]
    public void Reals_Drawn_ReadBackTheSame()
    {
        var chance = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var value = BitConverter.Int64BitsToDouble(chance.NextInt64(long.MinValue, long.MaxValue));
            if (!double.IsFinite(value)) continue;
            using var document = JsonDocument.Parse(Arrays("SELECT ?1", s => s.BindDouble(1, value)).Text);
            Assert.Equal(value, document.RootElement[0][0].GetDouble());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public void TextsAndBlobs_OfEveryLength_ComeThroughWhateverTheBuffers(int chunk)
    {
        var chance = new Random(chunk);
        for (var length = 0; length < 30_000; length = (length * 2) + 1)
        {
            var blob = new byte[length];
            chance.NextBytes(blob);
            var text = string.Create(length, chance, (span, random) => { foreach (ref var c in span) c = (char)random.Next(0, 0x300); });
            var json = Arrays("SELECT ?1, ?2", s => { s.BindBlob(1, blob); s.BindText(2, text); }, new ChunkWriter(chunk)).Text;
            using var document = JsonDocument.Parse(json);
            Assert.Equal(blob, document.RootElement[0][0].GetProperty("base64").GetBytesFromBase64());
            Assert.Equal(text, document.RootElement[0][1].GetString());
        }
    }

    [Fact]
    public void Rows_AsArraysAndObjects_HaveTheirColumns()
    {
        const string sql = "SELECT 1 AS id, 'a' AS \"n\"\"ame\" UNION ALL SELECT 2, NULL";
        using var statement = _connection.Prepare(sql);
        var columns = new ArrayBufferWriter<byte>();

        Assert.Equal(15, SqliteJson.WriteColumns(statement, columns));
        Assert.Equal("[\"id\",\"n\\\"ame\"]", Encoding.UTF8.GetString(columns.WrittenSpan));
        Assert.Equal("[[1,\"a\"],[2,null]]", Arrays(sql).Text);
        Assert.Equal("[{\"id\":1,\"n\\\"ame\":\"a\"},{\"id\":2,\"n\\\"ame\":null}]", Objects(sql).Text);
        Assert.Equal("[]", Arrays("SELECT 1 WHERE 0").Text);
        Assert.Equal("[]", Objects("SELECT 1 WHERE 0").Text);
    }

    [Theory]
    [InlineData(0, 0, SqliteJsonEnd.RowLimit, "[]")]
    [InlineData(2, 2, SqliteJsonEnd.RowLimit, "[[1],[2]]")]
    [InlineData(3, 3, SqliteJsonEnd.Complete, "[[1],[2],[3]]")]
    [InlineData(4, 3, SqliteJsonEnd.Complete, "[[1],[2],[3]]")]
    public void RowLimit_Reached_IsReported(long limit, long rows, SqliteJsonEnd end, string json)
    {
        var (text, result) = Arrays("SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3", limits: new SqliteJsonLimits { Rows = limit });

        Assert.Equal(json, text);
        Assert.Equal(new SqliteJsonResult(rows, json.Length, end), result);
    }

    [Theory]
    [InlineData(10, 0, SqliteJsonEnd.ByteLimit)]
    [InlineData(11, 1, SqliteJsonEnd.ByteLimit)]
    [InlineData(24, 1, SqliteJsonEnd.ByteLimit)]
    [InlineData(25, 2, SqliteJsonEnd.Complete)]
    public void ByteLimit_Reached_IsReportedBeforeTheRow(long limit, long rows, SqliteJsonEnd end)
    {
        var (text, result) = Arrays("SELECT '1234567890' UNION ALL SELECT x'00112233445566778899'", limits: new SqliteJsonLimits { Bytes = limit });

        Assert.Equal((rows, end), (result.Rows, result.End));
        Assert.Equal(Encoding.UTF8.GetByteCount(text), result.Bytes);
        JsonDocument.Parse(text).Dispose();
    }

    [Fact]
    public void Step_ThatFails_IsThrown() =>
        Assert.Throws<SqliteException>(() => Arrays("SELECT 1 UNION ALL SELECT abs(-9223372036854775808)"));

    [Fact]
    public void ManyRows_Written_AllocateNothingPerRow()
    {
        using var statement = _connection.Prepare(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ?1) SELECT i, i / 7.0, 'text' || i, x'0011', NULL FROM n");
        var writer = new ChunkWriter(4096) { Keeps = false };
        Write(10);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var rows = Write(1000);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(1000, rows);

        long Write(long count)
        {
            statement.Reset();
            statement.BindInt64(1, count);
            return SqliteJson.WriteObjects(statement, writer, new SqliteJsonLimits()).Rows;
        }
    }

    private (string Text, SqliteJsonResult Result) Arrays(
        string sql, Action<SqliteStatement>? bind = null, ChunkWriter? writer = null, SqliteJsonLimits? limits = null)
    {
        using var statement = _connection.Prepare(sql);
        bind?.Invoke(statement);
        writer ??= new ChunkWriter(4096);
        var result = SqliteJson.WriteArrays(statement, writer, limits ?? new SqliteJsonLimits());
        return (Encoding.UTF8.GetString(writer.Bytes), result);
    }

    private (string Text, SqliteJsonResult Result) Objects(string sql)
    {
        using var statement = _connection.Prepare(sql);
        var writer = new ChunkWriter(4096);
        var result = SqliteJson.WriteObjects(statement, writer, new SqliteJsonLimits());
        return (Encoding.UTF8.GetString(writer.Bytes), result);
    }

    /// <summary>Gives spans of one more byte than asked, or of a chunk: whatever the writer does must not hang on the size.</summary>
    private sealed class ChunkWriter(int chunk) : IBufferWriter<byte>
    {
        private readonly MemoryStream _bytes = new();
        private byte[] _span = new byte[8192];

        public bool Keeps { get; init; } = true;

        public byte[] Bytes => _bytes.ToArray();

        public void Advance(int count)
        {
            if (Keeps) _bytes.Write(_span, 0, count);
        }

        public Span<byte> GetSpan(int sizeHint = 0)
        {
            if (_span.Length < sizeHint + chunk) _span = new byte[sizeHint + chunk];
            return _span.AsSpan(0, Math.Max(sizeHint, 1) + (chunk % 8));
        }

        public Memory<byte> GetMemory(int sizeHint = 0) => throw new NotSupportedException();
    }
}
