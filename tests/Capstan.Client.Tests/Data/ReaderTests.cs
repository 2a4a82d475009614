using System.Data;
using System.Data.Common;
using System.Text;
using Capstan.Client.Tests.Running;

namespace Capstan.Client.Tests.Data;

/// <summary>Values on their way to SQLite and back.</summary>
public sealed class ReaderTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    private enum Color : byte
    {
        Red = 1,
        Green = 200,
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<object, string> Stored => new()
    {
        { true, "1" },
        { 'x', "'x'" },
        { 12.50m, "'12.5'" },
        { 12m, "'12.0'" },
        { new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"), "'0F8FAD5B-D9CB-469F-A165-70867728950E'" },
        { new DateTime(2026, 2, 3, 4, 5, 6, 70), "'2026-02-03 04:05:06.07'" },
        { new DateTime(2026, 2, 3), "'2026-02-03 00:00:00'" },
        { new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(2)), "'2026-02-03 04:05:06+02:00'" },
        { new DateOnly(2026, 2, 3), "'2026-02-03'" },
        { new TimeOnly(4, 5, 6), "'04:05:06'" },
        { new TimeOnly(4, 5, 6, 7), "'04:05:06.0070000'" },
        { new TimeSpan(1, 2, 3, 4, 5), "'1.02:03:04.0050000'" },
        { Color.Green, "200" },
        { (short)-3, "-3" },
        { 1.5f, "1.5" },
        { "it's", "'it''s'" },
        { new byte[] { 1, 171 }, "X'01AB'" },
    };

    [Theory]
    [MemberData(nameof(Stored))]
    public async Task Value_OfEveryType_IsStoredAsNeighboursDoAndComesBack(object value, string stored)
    {
        await using var source = database.Source();
        await using var command = source.CreateCommand("SELECT quote(@a), @a");
        command.Parameters.Add(new CapstanParameter("a", value));
        await using var reader = await command.ExecuteReaderAsync(Stop);
        Assert.True(reader.Read());
        Assert.Equal(stored, reader.GetString(0));
        var method = typeof(DbDataReader).GetMethod(nameof(DbDataReader.GetFieldValue))!.MakeGenericMethod(value.GetType());
        Assert.Equal(value, method.Invoke(reader, [1]));
    }

    [Fact]
    public async Task Getters_OfEveryType_ConvertWhatIsThere()
    {
        await using var reader = await ReadAsync("SELECT 42, 1.5, 'ab', x'6364', NULL, '2026-02-03T04:05:06Z', 2460000.5, '7', 'true'");
        Assert.Equal((42, 42L, (short)42, (byte)42, 42.0, 42f, 42m, "42", true), (
            reader.GetInt32(0), reader.GetInt64(0), reader.GetInt16(0), reader.GetByte(0), reader.GetDouble(0), reader.GetFloat(0), reader.GetDecimal(0),
            reader.GetString(0), reader.GetBoolean(0)));
        Assert.Equal((1.5m, "1.5", true), (reader.GetDecimal(1), reader.GetString(1), reader.GetBoolean(1)));
        Assert.Equal(("cd", '*'), (reader.GetString(3), reader.GetChar(0)));
        Assert.Equal("ab"u8.ToArray(), reader.GetFieldValue<byte[]>(2));
        Assert.Equal(new DateTime(2026, 2, 3, 4, 5, 6, DateTimeKind.Utc), reader.GetDateTime(5));
        Assert.Equal(DateTimeKind.Utc, reader.GetDateTime(5).Kind);
        Assert.Equal(new DateTime(2023, 2, 25), reader.GetDateTime(6));
        Assert.Equal((7, true), (reader.GetInt32(7), reader.GetBoolean(8)));
        Assert.Equal((null, 7), (reader.GetFieldValue<int?>(4), reader.GetFieldValue<int?>(7)));
        Assert.Equal((true, DBNull.Value, DBNull.Value), (reader.IsDBNull(4), reader.GetValue(4), reader.GetFieldValue<object>(4)));
        Assert.Equal("cd", await new StreamReader(reader.GetStream(3)).ReadToEndAsync(Stop));
        Assert.Equal("ab", await reader.GetTextReader(2).ReadToEndAsync(Stop));
        var bytes = new byte[4];
        Assert.Equal((2, 1), (reader.GetBytes(3, 0, null, 0, 0), reader.GetBytes(3, 1, bytes, 2, 9)));
        Assert.Equal("\0\0d\0", Encoding.ASCII.GetString(bytes));
        var chars = new char[2];
        Assert.Equal((2, 0), (reader.GetChars(2, 0, chars, 0, 2), reader.GetChars(2, 2, chars, 0, 2)));
        Assert.Equal("ab", new string(chars));
    }

    [Fact]
    public async Task Getters_WhatDoesNotFit_SayTheColumn()
    {
        await using var reader = await ReadAsync("SELECT 300 AS big, NULL AS absent, 'x' AS word");
        var faults = new[]
        {
            Assert.Throws<InvalidCastException>(() => reader.GetByte(0)),
            Assert.Throws<InvalidCastException>(() => reader.GetString(1)),
            Assert.Throws<InvalidCastException>(() => reader.GetInt64(1)),
            Assert.Throws<InvalidCastException>(() => reader.GetInt64(2)),
            Assert.Throws<InvalidCastException>(() => reader.GetGuid(2)),
            Assert.Throws<InvalidCastException>(() => reader.GetStream(0)),
        };
        Assert.Equal(["big", "absent", "absent", "word", "word", "big"], faults.Select(fault => fault.Message.Split('\'')[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetValue(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetOrdinal("none"));
        Assert.False(reader.Read());
        Assert.Throws<InvalidOperationException>(() => reader.GetValue(0));
        await reader.CloseAsync();
        Assert.Throws<InvalidOperationException>(() => reader.Read());
    }

    [Fact]
    public async Task Columns_HaveTheTypesOfTheirValues()
    {
        await using var reader = await ReadAsync("SELECT column1 AS i, column2 AS r, column3 AS t, column4 AS b, column5 AS mixed, column6 AS I FROM (VALUES (NULL, 1.0, 'x', x'00', 1, NULL), (2, 2.5, NULL, NULL, 'y', NULL))");
        Assert.Equal(
            [typeof(long), typeof(double), typeof(string), typeof(byte[]), typeof(object), typeof(object)],
            Enumerable.Range(0, 6).Select(reader.GetFieldType));
        Assert.Equal(["INTEGER", "REAL", "TEXT", "BLOB", "ANY", "ANY"], Enumerable.Range(0, 6).Select(reader.GetDataTypeName));
        Assert.Equal((0, 5, 2), (reader.GetOrdinal("i"), reader.GetOrdinal("I"), reader.GetOrdinal("T")));
        var schema = await reader.GetColumnSchemaAsync(Stop);
        Assert.Equal(["i", "r", "t", "b", "mixed", "I"], schema.Select(column => column.ColumnName));
        Assert.Equal(typeof(long), schema[0].DataType);
        var table = reader.GetSchemaTable()!;
        Assert.Equal((6, "REAL"), (table.Rows.Count, table.Rows[1]["DataTypeName"]));
    }

    [Fact]
    public async Task DataTable_LoadsARead()
    {
        await using var source = database.Source();
        await using var command = source.CreateCommand("SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, NULL");
        await using var reader = await command.ExecuteReaderAsync(Stop);
        using var table = new DataTable();
        table.Load(reader);
        Assert.Equal([1L, "x"], table.Rows[0].ItemArray);
        Assert.Equal([2L, DBNull.Value], table.Rows[1].ItemArray);
    }

    [Fact]
    public async Task Reader_AskedForLess_GivesLess()
    {
        await using var source = database.Source();
        await using var connection = await source.OpenConnectionAsync(Stop);
        await using var command = new CapstanCommand("VALUES (1), (2); SELECT 3", connection);
        await using (var single = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, Stop))
            Assert.Equal((true, false), (single.Read(), single.Read()));
        await using (var schema = await command.ExecuteReaderAsync(CommandBehavior.SchemaOnly, Stop))
            Assert.Equal((1, false), (schema.FieldCount, schema.Read()));
        await using (var first = await command.ExecuteReaderAsync(CommandBehavior.SingleResult, Stop))
            Assert.False(first.NextResult());
        command.CommandText = "DELETE FROM nowhere";
        await Assert.ThrowsAsync<NotSupportedException>(() => command.ExecuteReaderAsync(CommandBehavior.SchemaOnly, Stop));
    }

    [Fact]
    public void Parameter_ALimitedSize_CutsTheValue()
    {
        Assert.Equal("ab", new CapstanParameter("a", "abc") { Size = 2 }.Stored());
        Assert.Equal("abc", new CapstanParameter("a", "abc") { Size = -1 }.Stored());
        Assert.Equal(new byte[] { 1 }, new CapstanParameter("a", new byte[] { 1, 2 }) { Size = 1 }.Stored());
        Assert.Contains("'a'", Assert.Throws<InvalidOperationException>(() => new CapstanParameter("a", new Uri("http://x")).Stored()).Message, StringComparison.Ordinal);
    }

    private async Task<DbDataReader> ReadAsync(string sql)
    {
        var connection = new CapstanConnection(database.ConnectionString);
        await connection.OpenAsync(Stop);
        await using var command = new CapstanCommand(sql, connection);
        var reader = await command.ExecuteReaderAsync(CommandBehavior.CloseConnection, Stop);
        Assert.True(reader.Read());
        return reader;
    }
}
