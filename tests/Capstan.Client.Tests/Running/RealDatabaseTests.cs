namespace Capstan.Client.Tests.Running;

/// <summary>The client and a real database understand each other: each kind of request and answer once.</summary>
public sealed class RealDatabaseTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Execute_EveryKindOfValue_ComesBack()
    {
        var table = await database.TableAsync("id INTEGER PRIMARY KEY, a, b, c, d, e");
        using var client = database.Client();
        object?[] values = [null, long.MinValue, 5.0, "é\0\"\u2028😀", new byte[] { 0, 255 }];
        var written = await client.ExecuteAsync(new Statement($"INSERT INTO {table} (a, b, c, d, e) VALUES (?, ?, ?, ?, ?)", values), Stop);
        Assert.Equal((1, 1L), (written.Changes, written.LastInsertRowId));
        var read = await client.QueryAsync(new Statement($"SELECT a, b, c, d, e, typeof(c) FROM {table}"), Stop);
        Assert.Equal([.. values, "real"], Assert.Single(read.Rows));
        Assert.Equal(["a", "b", "c", "d", "e", "typeof(c)"], read.Columns);
    }

    [Fact]
    public async Task Query_AtEveryLevel_ShowsTheSessionsWrite()
    {
        var table = await database.TableAsync("a");
        using var client = database.Client();
        for (var count = 1; count <= 20; count++)
        {
            var session = client.NewSession();
            var written = await session.ExecuteAsync([new Statement($"INSERT INTO {table} VALUES (?)", count)], cancellationToken: Stop);
            var read = await session.QueryAsync([new Statement($"SELECT count(*) FROM {table}"), new Statement($"SELECT max(a) FROM {table}")], cancellationToken: Stop);
            Assert.True(read.Position >= written.Position);
            Assert.Equal((ReadLevel.Session, (long)count, (long)count), (read.Level, read.Results[0].Rows[0][0], read.Results[1].Rows[0][0]));
            var fresh = await client.NewSession().QueryAsync([new Statement($"SELECT count(*) FROM {table}")], cancellationToken: Stop);
            Assert.Equal((ReadLevel.Linear, (long)count), (fresh.Level, fresh.Results[0].Rows[0][0]));
            await client.QueryAsync([new Statement("SELECT 1")], new ReadOptions { Level = ReadLevel.Any, MaxStaleness = TimeSpan.FromMilliseconds(100) }, Stop);
        }
    }

    [Fact]
    public async Task Execute_TheSameKey_IsDoneOnceAndAnsweredTheSame()
    {
        var table = await database.TableAsync("a");
        using var client = database.Client();
        var options = new WriteOptions { Key = "once-" + table };
        var first = await client.ExecuteAsync([new Statement($"INSERT INTO {table} VALUES (1) RETURNING rowid, a")], options, Stop);
        var second = await client.ExecuteAsync([new Statement($"INSERT INTO {table} VALUES (1) RETURNING rowid, a")], options, Stop);
        Assert.Equal(first.Position, second.Position);
        Assert.Equal([1L, 1L], second.Results[0].Rows[0]);
        var fault = await Assert.ThrowsAsync<DatabaseException>(() => client.ExecuteAsync([new Statement($"INSERT INTO {table} VALUES (2)")], options, Stop));
        Assert.Equal((DatabaseErrors.KeyReused, options.Key), (fault.Code, fault.RequestId));
        Assert.Equal(1L, (await client.QueryAsync(new Statement($"SELECT count(*) FROM {table}"), Stop)).Rows[0][0]);
    }

    [Theory]
    [InlineData("INSERT INTO {0} VALUES (1, 1, 1)", "unique")]
    [InlineData("INSERT INTO {0} VALUES (2, NULL, 1)", "not_null")]
    [InlineData("INSERT INTO {0} VALUES (2, 1, 0)", "check")]
    public async Task Execute_AConstraint_RefusesAllOfIt(string sql, string constraint)
    {
        var table = await database.TableAsync("id INTEGER PRIMARY KEY, a NOT NULL, b CHECK (b > 0)");
        using var client = database.Client();
        await client.ExecuteAsync(new Statement($"INSERT INTO {table} VALUES (1, 1, 1)"), Stop);
        var refused = string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, table);
        var fault = await Assert.ThrowsAsync<DatabaseException>(() =>
            client.ExecuteAsync([new Statement($"INSERT INTO {table} VALUES (9, 9, 9)"), new Statement(refused)], cancellationToken: Stop));
        Assert.Equal((DatabaseErrors.Constraint, constraint, false), (fault.Code, fault.Constraint, fault.IsTransient));
        Assert.Equal(1L, (await client.QueryAsync(new Statement($"SELECT count(*) FROM {table}"), Stop)).Rows[0][0]);
    }

    [Fact]
    public async Task Execute_MustChangeWithoutARow_UndoesAllOfIt()
    {
        var table = await database.TableAsync("a");
        using var client = database.Client();
        var fault = await Assert.ThrowsAsync<DatabaseException>(() => client.ExecuteAsync(
            [new Statement($"INSERT INTO {table} VALUES (1)"), new Statement($"UPDATE {table} SET a = 3 WHERE a = 2") { MustChange = true }], cancellationToken: Stop));
        Assert.Equal(DatabaseErrors.NothingMatched, fault.Code);
        Assert.Empty((await client.QueryAsync(new Statement($"SELECT * FROM {table}"), Stop)).Rows);
    }

    [Fact]
    public async Task Query_WhatIsWrong_IsSaidWhere()
    {
        using var client = database.Client();
        var wrong = await Assert.ThrowsAsync<DatabaseException>(() => client.QueryAsync(new Statement("SELECT * FROM nowhere"), Stop));
        Assert.Equal(DatabaseErrors.InvalidSql, wrong.Code);
        Assert.Contains("nowhere", wrong.Message, StringComparison.Ordinal);
        var write = await Assert.ThrowsAsync<DatabaseException>(() => client.QueryAsync(new Statement("DELETE FROM nowhere"), Stop));
        Assert.Contains(write.Code, new[] { DatabaseErrors.Forbidden, DatabaseErrors.InvalidSql });
    }

    [Fact]
    public async Task Status_ARunningDatabase_IsRead()
    {
        using var client = database.Client();
        var state = await client.StatusAsync(Stop);
        Assert.Equal(("main", "", 2), (state.Database, state.Trouble, state.Workers.Count));
        Assert.Equal(Environment.ProcessId, state.Leader!.Pid);
        Assert.All(state.Workers, worker => Assert.NotEmpty(worker.Engine));
    }

    [Fact]
    public async Task Backup_AndRestore_GiveTheTablesBack()
    {
        var table = await database.TableAsync("a");
        using var client = database.Client();
        await client.ExecuteAsync(new Statement($"INSERT INTO {table} VALUES ('kept')"), Stop);
        using var file = new MemoryStream();
        var position = await client.BackupAsync(file, cancellationToken: Stop);
        Assert.True(position >= client.Position);
        await client.ExecuteAsync(new Statement($"DELETE FROM {table}"), Stop);
        file.Position = 0;
        var restored = await client.RestoreAsync(file, file.Length, cancellationToken: Stop);
        Assert.True(restored.Position > position);
        Assert.Equal("kept", (await client.QueryAsync(new Statement($"SELECT a FROM {table}"), Stop)).Rows[0][0]);
    }
}
