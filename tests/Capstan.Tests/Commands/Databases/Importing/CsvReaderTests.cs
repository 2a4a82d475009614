using System.Text;
using Capstan.Commands.Databases.Importing;

namespace Capstan.Tests.Commands.Databases.Importing;

/// <summary>RFC 4180, and what files are like that do not keep to it.</summary>
public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "1:a")]
    [InlineData("a,b\r\nc,d\r\n", "1:a|b 2:c|d")]
    [InlineData("a,b\nc,d", "1:a|b 2:c|d")]
    [InlineData("a,\n,b\n,", "1:a| 2:|b 3:|")]
    [InlineData("\"a\",\"b\"\r\n\"c\"", "1:'a'|'b' 2:'c'")]
    [InlineData("\"a,\"\"b\"\"\",c", "1:'a,\"b\"'|c")]
    [InlineData("\"\",\"\"\"\"", "1:''|'\"'")]
    [InlineData("\"one\ntwo\r\nthree\",x\ny,z", "1:'one\ntwo\r\nthree'|x 4:y|z")]
    [InlineData("\"a\"\r", "1:'a'")]
    [InlineData("a\n\nb", "1:a 2: 3:b")]
    [InlineData("\uFEFFa,b\n", "1:a|b")]
    [InlineData("a;b,c", "1:a;b|c")]
    [InlineData("é,\"ü\n\"\nß", "1:é|'ü\n' 3:ß")]
    [InlineData("a\rb,c\n", "1:a\rb|c")]
    public void Read_EveryRecord(string text, string expected)
    {
        foreach (var step in (int[])[1, 2, 3, 7, 4096])
            Assert.Equal(expected, Records(Encoding.UTF8.GetBytes(text), step));
    }

    [Theory]
    [InlineData("a\"b,c\nd", "1!a quote stands inside 2:d")]
    [InlineData("\"a\"b,c\nd", "1!something stands behind 2:d")]
    [InlineData("a\n\"b,c\nd", "1:a 2!its quote is never closed")]
    public void Read_BrokenRecord_SaysWhatAndGoesOn(string text, string expected)
    {
        foreach (var step in (int[])[1, 2, 3, 4096])
            Assert.Equal(expected, Records(Encoding.UTF8.GetBytes(text), step));
    }

    [Fact]
    public void Read_BytesThatAreNotUtf8_NamesTheirLine() =>
        Assert.Equal("1:a 2!it is not UTF-8 3:b", Records([(byte)'a', (byte)'\n', 0xE9, (byte)'\n', (byte)'b'], 4096));

    [Fact]
    public void Read_RecordBeyondTheLimit_EndsInsteadOfFillingMemory()
    {
        using var source = new MemoryStream(Encoding.ASCII.GetBytes("a\n\"" + new string('x', (CsvReader.MostBytes * 2) + 10)));
        var reader = new CsvReader(source, (byte)',');
        Assert.True(reader.Read());
        var fault = Assert.Throws<InvalidDataException>(() => reader.Read());
        Assert.Contains("line 2", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ALongFile_KeepsEveryRecordWhole()
    {
        var text = new StringBuilder();
        for (var row = 0; row < 60_000; row++)
            text.Append(row).Append(",\"").Append('x', row % 50).Append("\n\"\r\n");
        using var source = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
        var reader = new CsvReader(source, (byte)',');
        for (var row = 0; row < 60_000; row++)
        {
            Assert.True(reader.Read());
            Assert.Equal((row, 2, (2L * row) + 1), (int.Parse(reader[0]), reader.Count, reader.Line));
            Assert.Equal((row % 50) + 1, reader[1].Length);
        }

        Assert.False(reader.Read());
    }

    private static string Records(byte[] bytes, int step)
    {
        using var source = new SlowStream(bytes, step);
        var reader = new CsvReader(source, (byte)',');
        var records = new List<string>();
        while (reader.Read())
        {
            var fields = Enumerable.Range(0, reader.Count).Select(field => reader.IsQuoted(field) ? $"'{Encoding.UTF8.GetString(reader[field])}'" : Encoding.UTF8.GetString(reader[field]));
            records.Add(reader.Fault is { } fault ? $"{reader.Line}!{Start(fault)}" : $"{reader.Line}:{string.Join('|', fields)}");
        }

        return string.Join(' ', records);
    }

    private static string Start(string fault) =>
        ((string[])["a quote stands inside", "something stands behind", "its quote is never closed", "it is not UTF-8"]).First(start => fault.StartsWith(start, StringComparison.Ordinal));

    /// <summary>Gives so many bytes at a time, as pipes do.</summary>
    private sealed class SlowStream(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(step, count));
    }
}
