using System.Data;
using Capstan.Client.Tests.Running;
using Dapper;

namespace Capstan.Client.Tests.Data;

/// <summary>Dapper on a real database.</summary>
public sealed class DapperTests : IClassFixture<DatabaseFixture>, IDisposable
{
    private readonly DatabaseFixture _database;
    private readonly CapstanDataSource _source;

    static DapperTests()
    {
        // Of the types that SQLite keeps as text, Dapper asks the reader for those that it is told to.
        SqlMapper.AddTypeMap(typeof(Guid), DbType.Guid, useGetFieldValue: true);
        SqlMapper.AddTypeMap(typeof(DateTimeOffset), DbType.DateTimeOffset, useGetFieldValue: true);
        SqlMapper.AddTypeMap(typeof(TimeSpan), DbType.Time, useGetFieldValue: true);
    }

    public DapperTests(DatabaseFixture database) => (_database, _source) = (database, database.Source());

    private enum Kind
    {
        None,
        Small,
        Large,
    }

    public void Dispose() => _source.Dispose();

    [Fact]
    public async Task Query_Objects_AreFilled()
    {
        var table = await _database.TableAsync("Id INTEGER PRIMARY KEY, Name TEXT, Price REAL, Cost TEXT, IsNew INTEGER, Kind INTEGER, At TEXT, Day TEXT, Code TEXT, Offset TEXT, Span TEXT, Data BLOB, Note TEXT");
        await using var connection = await _source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var item = new Item
        {
            Id = 1,
            Name = "é",
            Price = 2,
            Cost = 12.34m,
            IsNew = true,
            Kind = Kind.Large,
            At = new DateTime(2026, 2, 3, 4, 5, 6, 700),
            Day = new DateOnly(2026, 2, 3),
            Code = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"),
            Offset = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(1)),
            Span = TimeSpan.FromMinutes(90),
            Data = [1, 2, 255],
            Note = null,
        };
        var columns = string.Join(", ", typeof(Item).GetProperties().Select(property => property.Name));
        var values = string.Join(", ", typeof(Item).GetProperties().Select(property => "@" + property.Name));
        Assert.Equal(1, await connection.ExecuteAsync($"INSERT INTO {table} ({columns}) VALUES ({values})", item));
        var read = await connection.QuerySingleAsync<Item>($"SELECT * FROM {table} WHERE Id = @Id", new { Id = 1 });
        Assert.Equal(item.Data, read.Data);
        Assert.Equal(item with { Data = [] }, read with { Data = [] });
        Assert.Equal(item.Code, await connection.ExecuteScalarAsync<string>($"SELECT Code FROM {table}") is { } code ? Guid.Parse(code) : default);
    }

    [Fact]
    public async Task Query_Scalars_AreConverted()
    {
        await using var connection = await _source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        Assert.Equal(42, await connection.ExecuteScalarAsync<int>("SELECT 42"));
        Assert.Null(await connection.ExecuteScalarAsync<int?>("SELECT NULL"));
        Assert.Null(await connection.ExecuteScalarAsync<string>("SELECT 1 WHERE 0"));
        Assert.True(await connection.QuerySingleAsync<bool>("SELECT 1"));
        Assert.Equal("x", await connection.QuerySingleAsync<string>("SELECT @a", new { a = "x" }));
        Assert.Equal(new DateTime(2026, 2, 3), await connection.QuerySingleAsync<DateTime>("SELECT '2026-02-03'"));
        Assert.Equal(1.5, connection.QuerySingle<double?>("SELECT 1.5"));
        Assert.Null(connection.QuerySingle<byte[]>("SELECT NULL"));
        Assert.Equal([1, 2, 3], connection.Query<int>("VALUES (1), (2), (3)"));
    }

    [Fact]
    public async Task Execute_AList_DoesEachWrite()
    {
        var table = await _database.TableAsync("id INTEGER PRIMARY KEY, name TEXT");
        await using var connection = _source.CreateConnection();
        var rows = Enumerable.Range(1, 20).Select(id => new { id, name = $"n{id}" });
        Assert.Equal(20, await connection.ExecuteAsync($"INSERT INTO {table} VALUES (@id, @name)", rows));
        Assert.Equal(20, await connection.ExecuteScalarAsync<long>($"SELECT count(*) FROM {table}"));
        Assert.Equal([3, 5], await connection.QueryAsync<int>($"SELECT id FROM {table} WHERE id IN @ids ORDER BY id", new { ids = new[] { 5, 3, 99 } }));
        Assert.Equal(["n1", "n2"], await connection.QueryAsync<string>($"SELECT name FROM {table} WHERE name IN @names ORDER BY 1", new { names = new List<string> { "n1", "n2" } }));
        Assert.Empty(await connection.QueryAsync<int>($"SELECT id FROM {table} WHERE id IN @ids", new { ids = Array.Empty<int>() }));
        Assert.Equal(21, await connection.ExecuteScalarAsync<int>($"INSERT INTO {table} (name) VALUES ('last'); SELECT last_insert_rowid()"));
    }

    [Fact]
    public async Task Query_SeveralMappings_AreSplit()
    {
        var table = await _database.TableAsync("id INTEGER PRIMARY KEY, name TEXT, parent INTEGER");
        await using var connection = await _source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await connection.ExecuteAsync($"INSERT INTO {table} VALUES (1, 'root', NULL), (2, 'leaf', 1)");
        var pairs = await connection.QueryAsync<Node, Node?, (string, string?)>(
            $"SELECT c.id, c.name, p.id, p.name FROM {table} c LEFT JOIN {table} p ON p.id = c.parent ORDER BY c.id", (child, parent) => (child.Name, parent?.Name));
        Assert.Equal([("root", null), ("leaf", "root")], pairs);
    }

    [Fact]
    public async Task QueryMultiple_GivesEachResult()
    {
        await using var connection = await _source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var results = await connection.QueryMultipleAsync("SELECT @a AS id, 'x' AS name; SELECT 2; SELECT 3 WHERE 0", new { a = 1 });
        Assert.Equal(new Node(1, "x"), await results.ReadSingleAsync<Node>());
        Assert.Equal(2, await results.ReadFirstAsync<int>());
        Assert.Empty(await results.ReadAsync<int>());
        Assert.True(results.IsConsumed);
    }

    [Fact]
    public async Task Parameters_OfEveryKind_AreSent()
    {
        await using var connection = await _source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var bag = new DynamicParameters(new { a = (string?)null });
        bag.Add("@b", 2.5m);
        bag.Add("c", Kind.Small);
        bag.Add("d", new DbString { Value = "long", Length = 2 });
        dynamic row = await connection.QuerySingleAsync("SELECT @a AS a, @b AS b, @c AS c, :d AS d, $e AS e", AddTo(bag, "e", new byte[] { 7 }));
        Assert.Equal((null, "2.5", 1L, "lo"), ((object?)row.a, (string)row.b, (long)row.c, (string)row.d));
        Assert.Equal(new byte[] { 7 }, (byte[])row.e);
        using var reader = await connection.ExecuteReaderAsync("SELECT 1");
        Assert.True(reader.Read());
    }

    [Fact]
    public async Task Query_ABufferlessStream_ReadsOn()
    {
        await using var connection = await _source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var sum = 0L;
        await foreach (var number in connection.QueryUnbufferedAsync<long>("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT i FROM n"))
            sum += number;
        Assert.Equal(5050, sum);
    }

    private static DynamicParameters AddTo(DynamicParameters bag, string name, object value)
    {
        bag.Add(name, value);
        return bag;
    }

    private sealed record Node(long Id, string Name);

    private sealed record Item
    {
        public int Id { get; init; }

        public string Name { get; init; } = "";

        public double Price { get; init; }

        public decimal Cost { get; init; }

        public bool IsNew { get; init; }

        public Kind Kind { get; init; }

        public DateTime At { get; init; }

        public DateOnly Day { get; init; }

        public Guid Code { get; init; }

        public DateTimeOffset Offset { get; init; }

        public TimeSpan Span { get; init; }

        public byte[] Data { get; init; } = [];

        public string? Note { get; init; }
    }
}
