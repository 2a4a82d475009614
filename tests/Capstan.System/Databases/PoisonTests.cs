using System.Net.Http.Headers;
using System.Text;
using Capstan.SystemTests.Faults;
using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Servers;

namespace Capstan.SystemTests.Databases;

/// <summary>Writes that are wrong, and writes that end whoever touches them.</summary>
public sealed class PoisonTests
{
    private const string Venom = "venom";

    /// <summary>How often a write is delivered before it is refused: once, and twenty times again.</summary>
    private const int Deliveries = 21;

    [Theory, OnEngines(ServersInFullRoundsOnly = true)]
    public Task WrongWrites_OfAllKinds_AreRefusedAtOnceAndHarmNobody(Engine engine) => DatabaseUnderTest.RunAsync(
        new DatabaseDraft { Engine = engine, Followers = 1, Schema = Registers.Schema + "CREATE TABLE strict (id INTEGER PRIMARY KEY, n INTEGER NOT NULL CHECK (n > 0), u TEXT UNIQUE) STRICT;" },
        async database =>
        {
            var before = await database.HealedAsync();
            Assert.True((await database.Sql.ExecuteAsync(null, new Sql("INSERT INTO strict VALUES (1, 1, 'a')"))).IsOk);
            await RefusedAsync(409, new Sql("INSERT INTO strict VALUES (1, 1, 'b')"));
            await RefusedAsync(409, new Sql("INSERT INTO strict VALUES (2, 1, 'a')"));
            await RefusedAsync(409, new Sql("INSERT INTO strict VALUES (2, 0, 'b')"));
            await RefusedAsync(409, new Sql("INSERT INTO strict VALUES (2, NULL, 'b')"));
            await RefusedAsync(409, new Sql("INSERT INTO strict VALUES (2, 'x', 'b')"));
            await RefusedAsync(400, new Sql("INSERT INTO nowhere VALUES (1)"));
            await RefusedAsync(400, new Sql("INSERT INTO"));
            await RefusedAsync(400, new Sql("INSERT INTO strict VALUES (?, ?, ?)", 1));
            await RefusedAsync(413, new Sql("INSERT INTO effects (request, key, value) VALUES (?, 'k', 1)", new string('x', 2_000_000)));
            await RefusedAsync(403, new Sql("ATTACH 'x.db' AS x"));
            await RefusedAsync(403, new Sql("DELETE FROM _log"));
            await RefusedAsync(400, "{\"statements\":[{\"sql\":\"SELECT NaN\",\"parameters\":[NaN]}]}"u8.ToArray());
            await RefusedAsync(400, (byte[])[.. "{\"statements\":[{\"sql\":\"INSERT INTO effects (request) VALUES (\\u0027"u8, 0xC3, 0x28, .. "\\u0027)\"}]}"u8]);
            var after = await database.HealedAsync();
            Assert.Equal(before.ByPid.Select(worker => worker.Pid), after.ByPid.Select(worker => worker.Pid));

            async Task RefusedAsync(int status, object wrong)
            {
                var begin = TimeProvider.System.GetTimestamp();
                var answer = wrong is Sql sql ? await database.Sql.ExecuteAsync(null, sql) : await SendAsync(database, (byte[])wrong);
                Assert.True(answer.Status == status, $"{wrong}: expected {status}, got {answer}");
                Assert.InRange(TimeProvider.System.GetElapsedTime(begin), TimeSpan.Zero, TimeSpan.FromSeconds(2));
            }
        });

    [Theory, OnEngines("take-crash", "apply-crash", ServersInFullRoundsOnly = true)]
    public Task Poison_ThatEndsWhoeverTouchesIt_IsRefusedInTheEndAndInnocentsAreServed(Engine engine, string place) => DatabaseUnderTest.RunAsync(
        new DatabaseDraft { Engine = engine, Followers = 1 }, async database =>
        {
            await ArmAllAsync(database, $"{place}:{Venom}");
            var before = await database.HealedAsync();
            await using var load = RegisterLoad.Start(database.Draft.Port, new RegisterPlan { Writers = 4, Readers = 4 });
            await load.MoreAsync(50, TimeSpan.FromSeconds(20));
            using var patient = new SqlClient(database.Draft.Port, TimeSpan.FromSeconds(70));
            var answer = await patient.ExecuteAsync(Venom, TimeSpan.FromSeconds(60), Registers.Write(Venom, "k0", 666));
            // Twenty leaders may last longer than the highest deadline; it is not forgotten meanwhile.
            if (answer.Status == 504)
                answer = await patient.ExecuteAsync(Venom, TimeSpan.FromSeconds(60), Registers.Write(Venom, "k0", 666));
            Assert.True((answer.Status, answer.Code) == (500, "poison"), answer.ToString());
            Assert.Contains(Venom, answer.Body);
            var healed = await database.HealedAsync();

            // Its client does not believe that, and sends it again: it ends nobody any more.
            var again = await patient.ExecuteAsync(Venom, TimeSpan.FromSeconds(10), Registers.Write(Venom, "k0", 666));
            Assert.True((again.Status, again.Code) == (500, "poison"), again.ToString());
            Assert.Equal(healed.ByPid.Select(worker => worker.Pid), (await database.HealedAsync()).ByPid.Select(worker => worker.Pid));
            await load.MoreAsync(50, TimeSpan.FromSeconds(30));
            var calls = await load.StopAsync();

            // What a leader had taken together with it is not refused with it: suspects come alone.
            Assert.Empty(calls.Where(call => call.Status == 500).Select(call => call.Request));
            await database.JudgeAsync(calls);
            Assert.Equal(0, await database.Sql.ValueAsync($"SELECT count(*) FROM effects WHERE request = '{Venom}'"));
            await IsInTheLogAsync(database, place);
            Count(database, place, before, healed);
            foreach (var slot in (int[])[0, 1])
                File.Delete(Path.Combine(database.FolderOf(slot), "failpoint"));
        });

    /// <summary>The log says for ever why it has no effect: what ended whoever took it never came there as a write, what ended whoever applied it is skipped.</summary>
    private static async Task IsInTheLogAsync(DatabaseUnderTest database, string place)
    {
        var isSkipped = place == "apply-crash";
        int[] kinds = isSkipped ? [RecordBytes.Operation] : [RecordBytes.Refuse];
        foreach (var slot in (int[])[0, 1])
            Assert.Equal(kinds, Dumps.KindsOf(database.FolderOf(slot), Venom));
        Assert.Equal(isSkipped, (await database.Stack.Admin.EventsAsync()).Any(happened => happened.Kind == "database.record-skipped"));
    }

    /// <summary>
    /// No more workers end than it takes to tell: each of the two twice at its record; one for each time that it is delivered, and three for a
    /// message in which it was not alone. One more may have given up a lead for another reason.
    /// </summary>
    private static void Count(DatabaseUnderTest database, string place, DatabaseView before, DatabaseView after)
    {
        var ends = after.Workers.Sum(worker => worker.Generation) - before.Workers.Sum(worker => worker.Generation);
        var figures = new Figures(database.Title($"write that ends workers, {place}"));
        figures.Add("workers ended", ends);
        figures.Keep();
        if (place == "apply-crash")
            Assert.InRange(ends, 2 * 2, (2 * 2) + 1);
        else
            Assert.InRange(ends, Deliveries, Deliveries + 3 + 1);
    }

    private static async Task ArmAllAsync(DatabaseUnderTest database, string form)
    {
        var before = await database.HealedAsync();
        foreach (var worker in before.Workers)
        {
            await File.WriteAllTextAsync(Path.Combine(database.FolderOf(worker.Slot), "failpoint"), form);
            Signals.Send(worker.Pid!.Value, Signals.Kill);
        }

        await database.WhenAsync("every worker armed", DatabaseUnderTest.HealLimit, view => view.IsWhole && view.Workers.All(worker => before.At(worker.Slot).Pid != worker.Pid));
    }

    private static async Task<SqlAnswer> SendAsync(DatabaseUnderTest database, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", Encoding.UTF8.WebName);
        return await database.Sql.SendAsync(HttpMethod.Post, "/v1/execute", content);
    }
}
