using System.Data;
using System.Data.Common;
using System.Transactions;
using Capstan.Client.Tests.Rig;
using Capstan.Client.Tests.Running;

namespace Capstan.Client.Tests.Data;

/// <summary>Commands, batches and connections on a real database.</summary>
public sealed class CommandTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commands_OfAnyProvider_ReadTheirOwnWrites()
    {
        var table = await database.TableAsync("id INTEGER PRIMARY KEY, a");
        DbProviderFactory factory = CapstanFactory.Instance;
        await using var source = factory.CreateDataSource(database.ConnectionString);
        await using var connection = await source.OpenConnectionAsync(Stop);
        await using var insert = connection.CreateCommand();
        insert.CommandText = $"INSERT INTO {table} (a) VALUES (@a), (:a), ($b)";
        Add(insert, "@a", "x");
        Add(insert, "b", 7);
        Assert.Equal(3, await insert.ExecuteNonQueryAsync(Stop));
        await using var select = connection.CreateCommand();
        select.CommandText = $"SELECT count(*) FROM {table} WHERE a = ?";
        Add(select, null, "x");
        Assert.Equal(2L, await select.ExecuteScalarAsync(Stop));
        Assert.Equal(-1, await select.ExecuteNonQueryAsync(Stop));
    }

    [Fact]
    public async Task SynchronousCalls_WithinASynchronizationContext_DoNotHang()
    {
        var table = await database.TableAsync("a");
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new DeadContext());
        try
        {
            using var source = database.Source();
            using var connection = source.OpenConnection();
            using var command = connection.CreateCommand();
            command.CommandText = $"INSERT INTO {table} VALUES (1); SELECT a FROM {table}";
            Assert.Equal(1, command.ExecuteNonQuery());
            Assert.Equal(1L, command.ExecuteScalar());
            using var reader = command.ExecuteReader();
            Assert.True(reader.Read());
            using var batch = connection.CreateBatch();
            batch.BatchCommands.Add($"DELETE FROM {table}");
            Assert.Equal(3, batch.ExecuteNonQuery());
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    [Fact]
    public async Task Command_SeveralReads_SeeOneStateAndGiveAResultEach()
    {
        await using var source = database.Source();
        await using var command = source.CreateCommand("SELECT 1 AS a; VALUES (2, 3), (4, 5); SELECT 6 WHERE 0; -- the end");
        await using var reader = await command.ExecuteReaderAsync(Stop);
        Assert.Equal((-1, 1, true), (reader.RecordsAffected, reader.FieldCount, reader.HasRows));
        Assert.True(await reader.ReadAsync(Stop));
        Assert.Equal(1L, reader["a"]);
        Assert.False(await reader.ReadAsync(Stop));
        Assert.True(await reader.NextResultAsync(Stop));
        Assert.True(reader.Read() && reader.Read());
        Assert.Equal(5, reader.GetInt32(1));
        Assert.True(reader.NextResult());
        Assert.Equal((1, false, false), (reader.FieldCount, reader.HasRows, reader.Read()));
        Assert.False(reader.NextResult());
        Assert.Equal(0, reader.FieldCount);
    }

    [Fact]
    public async Task Command_WithAWriteAmongSeveral_IsDoneAsAWholeOrNotAtAll()
    {
        var table = await database.TableAsync("a UNIQUE");
        await using var source = database.Source();
        await using var connection = await source.OpenConnectionAsync(Stop);
        await using var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO {table} VALUES (?1); SELECT last_insert_rowid(); INSERT INTO {table} VALUES (?2) RETURNING a";
        command.Parameters.AddWithValue(null, 1);
        command.Parameters.AddWithValue(null, 2);
        await using (var reader = await command.ExecuteReaderAsync(Stop))
        {
            Assert.Equal(2, reader.RecordsAffected);
            Assert.True(reader.Read());
            Assert.Equal(1L, reader.GetInt64(0));
            Assert.True(reader.NextResult() && reader.Read());
            Assert.Equal(2L, reader.GetInt64(0));
        }

        (command.Parameters[0].Value, command.Parameters[1].Value) = (3, 2);
        var fault = await Assert.ThrowsAsync<DatabaseException>(() => command.ExecuteNonQueryAsync(Stop));
        Assert.Equal("unique", fault.Constraint);
        command.CommandText = $"SELECT count(*) FROM {table}";
        Assert.Equal(2L, await command.ExecuteScalarAsync(Stop));
    }

    [Fact]
    public async Task Command_SemicolonsAndMarksInTexts_AreNone()
    {
        await using var source = database.Source();
        await using var command = source.CreateCommand("SELECT ';?@a', \"b\", ? FROM (SELECT 'x;' AS b) /* ; :c */");
        Add(command, "", 5);
        await using var reader = await command.ExecuteReaderAsync(Stop);
        Assert.True(reader.Read());
        Assert.Equal([";?@a", "x;", 5L], Values(reader));
    }

    [Fact]
    public async Task Command_PlacesMixedAsSqliteNumbersThem_GetTheirValues()
    {
        await using var source = database.Source();
        await using var command = source.CreateCommand("SELECT ?2, ?, @a, ?1, @a; SELECT ?");
        foreach (var value in new object[] { 10, 20, 30 })
            Add(command, "", value);
        Add(command, "A", 40);
        command.Parameters[0].ParameterName = "first";
        await using var reader = await command.ExecuteReaderAsync(Stop);
        Assert.True(reader.Read());
        Assert.Equal([20L, 10L, 40L, 10L, 40L], Values(reader));
        Assert.True(reader.NextResult() && reader.Read());
        Assert.Equal(20L, reader.GetValue(0));
    }

    [Theory]
    [InlineData("SELECT @b")]
    [InlineData("SELECT ?2")]
    [InlineData("SELECT ?, ?")]
    [InlineData("SELECT ?0")]
    [InlineData("")]
    [InlineData(" ; -- nothing")]
    public async Task Command_AValueOrTextIsMissing_IsRefusedUnsent(string sql)
    {
        await using var source = database.Source();
        await using var command = source.CreateCommand(sql);
        Add(command, "a", 1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => command.ExecuteScalarAsync(Stop));
    }

    [Fact]
    public async Task Connection_OpenedLater_SeesWhatOthersOfItsSourceWrote()
    {
        var table = await database.TableAsync("a");
        for (var count = 1; count <= 10; count++)
        {
            await using (var writer = new CapstanConnection(database.ConnectionString))
            {
                await writer.OpenAsync(Stop);
                await using var insert = new CapstanCommand($"INSERT INTO {table} VALUES (1)", writer);
                await insert.ExecuteNonQueryAsync(Stop);
            }

            await using var reader = new CapstanConnection(database.ConnectionString);
            await reader.OpenAsync(Stop);
            Assert.True(reader.Position == 0 || count > 0);
            await using var select = new CapstanCommand($"SELECT count(*) FROM {table}", reader);
            Assert.Equal((long)count, await select.ExecuteScalarAsync(Stop));
        }
    }

    [Fact]
    public async Task Connection_OpenAndClosed_SaysSo()
    {
        await using var connection = new CapstanConnection();
        Assert.Throws<InvalidOperationException>(connection.Open);
        connection.ConnectionString = database.ConnectionString;
        Assert.Equal(ConnectionState.Closed, connection.State);
        await using var command = new CapstanCommand("SELECT 1", connection);
        await Assert.ThrowsAsync<InvalidOperationException>(() => command.ExecuteScalarAsync(Stop));
        var changes = new List<ConnectionState>();
        connection.StateChange += (_, change) => changes.Add(change.CurrentState);
        await connection.OpenAsync(Stop);
        Assert.Throws<InvalidOperationException>(connection.Open);
        Assert.Throws<InvalidOperationException>(() => connection.ConnectionString = "");
        await using (var reader = await command.ExecuteReaderAsync(CommandBehavior.CloseConnection, Stop))
            Assert.True(reader.Read());
        Assert.Equal([ConnectionState.Open, ConnectionState.Closed], changes);
        connection.Close();
        await Assert.ThrowsAsync<InvalidOperationException>(() => new CapstanCommand("SELECT 1").ExecuteScalarAsync(Stop));
    }

    [Fact]
    public async Task Batch_OfWrites_IsOneAtomicRequest()
    {
        var table = await database.TableAsync("id INTEGER PRIMARY KEY, n");
        await using var source = database.Source();
        await using var connection = await source.OpenConnectionAsync(Stop);
        await using DbBatch batch = connection.CreateBatch();
        for (var id = 1; id <= 3; id++)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = $"INSERT INTO {table} VALUES (@id, @n)";
            command.Parameters.Add(new CapstanParameter("id", id));
            command.Parameters.Add(new CapstanParameter("n", 10 * id));
            batch.BatchCommands.Add(command);
        }

        Assert.Equal(3, await batch.ExecuteNonQueryAsync(Stop));
        Assert.All(batch.BatchCommands, command => Assert.Equal(1, command.RecordsAffected));
        await Assert.ThrowsAsync<DatabaseException>(() => batch.ExecuteNonQueryAsync(Stop));

        await using var transfer = connection.CreateBatch();
        transfer.BatchCommands.Add($"UPDATE {table} SET n = n + 5 WHERE id = 1");
        transfer.BatchCommands.Add($"UPDATE {table} SET n = n - 5 WHERE id = 9").MustChange = true;
        Assert.Equal(DatabaseErrors.NothingMatched, (await Assert.ThrowsAsync<DatabaseException>(() => transfer.ExecuteNonQueryAsync(Stop))).Code);

        await using var reads = connection.CreateBatch();
        reads.BatchCommands.Add($"SELECT sum(n) FROM {table}");
        reads.BatchCommands.Add($"SELECT n FROM {table} ORDER BY id");
        Assert.Equal(60L, await reads.ExecuteScalarAsync(Stop));
        await using var reader = await reads.ExecuteReaderAsync(Stop);
        Assert.True(reader.NextResult() && reader.Read());
        Assert.Equal(10, reader.GetInt32(0));
        await Assert.ThrowsAsync<InvalidOperationException>(() => new CapstanBatch(connection).ExecuteNonQueryAsync(Stop));
    }

    [Fact]
    public async Task Transactions_OfAnyKind_AreRefusedWithWhatToDoInstead()
    {
        await using var source = database.Source();
        await using var connection = await source.OpenConnectionAsync(Stop);
        var faults = new List<NotSupportedException>
        {
            Assert.Throws<NotSupportedException>(() => connection.BeginTransaction()),
            await Assert.ThrowsAsync<NotSupportedException>(async () => await connection.BeginTransactionAsync(Stop)),
        };
        await using var command = connection.CreateCommand();
        foreach (var sql in new[] { "BEGIN; DELETE FROM t; COMMIT", "PRAGMA foreign_keys = ON", "savepoint x", "SELECT 1; ROLLBACK" })
        {
            command.CommandText = sql;
            faults.Add(await Assert.ThrowsAsync<NotSupportedException>(() => command.ExecuteNonQueryAsync(Stop)));
        }

        using (var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            faults.Add(Assert.Throws<NotSupportedException>(() => source.OpenConnection()));
            faults.Add(Assert.Throws<NotSupportedException>(() => connection.EnlistTransaction(Transaction.Current)));
            await using var outside = new CapstanConnection(database.ConnectionString + ";Enlist=false");
            await outside.OpenAsync(Stop);
            scope.Complete();
        }

        Assert.All(faults, fault => Assert.Contains("DbBatch", fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Command_AKeyOfItsOwn_IsDoneOnce()
    {
        var table = await database.TableAsync("a");
        await using var source = database.Source();
        await using var connection = await source.OpenConnectionAsync(Stop);
        await using var command = new CapstanCommand($"INSERT INTO {table} VALUES (1) RETURNING rowid", connection) { Key = "command-" + table };
        Assert.Equal([1L, 1L], [await command.ExecuteScalarAsync(Stop), await command.ExecuteScalarAsync(Stop)]);
    }

    [Fact]
    public async Task Command_CancelledOrTooLate_Ends()
    {
        var came = new TaskCompletionSource();
        await using var server = await PlayedServer.StartAsync(context =>
        {
            came.SetResult();
            return Answers.Never(context);
        });
        server.Otherwise = Answers.Never;
        await using var connection = new CapstanConnection($"Url={server.Address};Deadline=20s");
        await connection.OpenAsync(Stop);
        await using var command = new CapstanCommand("SELECT 1", connection);
        Assert.Equal(20, command.CommandTimeout);
        var call = command.ExecuteScalarAsync(Stop);
        await came.Task.WaitAsync(Stop);
        command.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        command.CommandTimeout = 1;
        Assert.Equal(DatabaseErrors.NoAnswer, (await Assert.ThrowsAsync<DatabaseException>(() => command.ExecuteScalarAsync(Stop))).Code);
    }

    [Fact]
    public void Command_WhatSqliteHasNot_IsRefused()
    {
        var command = new CapstanCommand();
        Assert.Throws<ArgumentException>(() => command.CommandType = CommandType.StoredProcedure);
        Assert.Throws<ArgumentException>(() => new CapstanParameter().Direction = ParameterDirection.Output);
        Assert.Throws<ArgumentOutOfRangeException>(() => command.CommandTimeout = -1);
        Assert.Throws<InvalidCastException>(() => command.Parameters.Add("value"));
        command.CommandTimeout = 0;
        command.CommandType = CommandType.Text;
    }

    private static object[] Values(DbDataReader reader)
    {
        var values = new object[reader.FieldCount];
        reader.GetValues(values);
        return values;
    }

    private static void Add(DbCommand command, string? name, object? value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    /// <summary>Never runs what is posted to it, as a window's thread that waits.</summary>
    private sealed class DeadContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
