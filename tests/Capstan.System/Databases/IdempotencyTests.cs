using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Servers;

namespace Capstan.SystemTests.Databases;

/// <summary>A client's key means one write, however often and whenever it is sent.</summary>
public sealed class IdempotencyTests
{
    private const int Times = 100;

    [Theory, OnEngines(ContainersInUsualRounds = true)]
    public Task Key_SentAHundredTimesAtOnceAndAfterAFailover_IsOneWriteAtOnePosition(Engine engine) => DatabaseUnderTest.RunAsync(new DatabaseDraft { Engine = engine, Followers = 1 }, async database =>
    {
        var first = await SendManyAsync(database);
        var leader = await database.LeaderAsync();
        Signals.Send(leader.Pid!.Value, Signals.Kill);
        var second = await SendManyAsync(database);
        await database.HealedAsync();
        var last = await SendManyAsync(database);
        Assert.Single(first.Concat(second).Concat(last).Distinct());
        Assert.Equal(1, await database.Sql.ValueAsync("SELECT count(*) FROM effects WHERE request = 'one'"));

        var other = await database.Sql.ExecuteAsync("one", Registers.Write("one", "k0", 8));
        Assert.Equal((422, "key_reused"), (other.Status, other.Code));
        var reused = await database.Sql.ExecuteAsync("two", Registers.Write("two", "k0", 9));
        Assert.True(reused.IsOk, reused.ToString());
        foreach (var dump in await database.DumpAsync())
            Assert.Equal(["one", "two"], dump.Effects.Select(effect => effect.Request));
    });

    [Theory, OnEngines]
    public Task FailedWrite_SentAgain_GetsTheSameRefusalAtTheSamePosition(Engine engine) => DatabaseUnderTest.RunAsync(new DatabaseDraft { Engine = engine, Followers = 1 }, async database =>
    {
        var statements = Registers.Swap("lost", "k1", 77, 78);
        var first = await database.Sql.ExecuteAsync("lost", statements);
        Assert.True(first.IsMismatch, first.ToString());
        Assert.True((await database.Sql.ExecuteAsync(null, new Sql("UPDATE registers SET value = 77 WHERE key = 'k1'"))).IsOk);
        Signals.Send((await database.LeaderAsync()).Pid!.Value, Signals.Kill);

        // It would match now; but the request was decided.
        var second = await database.Sql.ExecuteAsync("lost", statements);
        Assert.True(second.IsMismatch, second.ToString());
        Assert.Equal(77, await database.Sql.ValueAsync("SELECT value FROM registers WHERE key = 'k1'"));
        await database.HealedAsync();
    });

    /// <summary>Sends the same write many times at once.</summary>
    /// <returns>The positions that the answers named.</returns>
    private static async Task<IReadOnlyList<long>> SendManyAsync(DatabaseUnderTest database)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Times).Select(_ => database.Sql.ExecuteAsync("one", Registers.Write("one", "k0", 7))));
        Assert.All(answers, answer => Assert.True(answer.IsOk, answer.ToString()));
        Assert.All(answers, answer => Assert.True(answer.Position > 0));
        return [.. answers.Select(answer => answer.Position)];
    }
}
