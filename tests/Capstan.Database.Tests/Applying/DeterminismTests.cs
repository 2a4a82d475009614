using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Statements;

namespace Capstan.Database.Tests.Applying;

/// <summary>One log under different batch sizes, restarts and hours gives one result (protocol section 2).</summary>
public sealed class DeterminismTests
{
    private static readonly string[] Schema =
    [
        "CREATE TABLE plain (a, b TEXT DEFAULT CURRENT_TIMESTAMP, c DEFAULT (random()), d DEFAULT (hex(randomblob(4))))",
        "CREATE TABLE keyed (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, size REAL, twice GENERATED ALWAYS AS (size * 2) STORED, virt AS (size + 1))",
        "CREATE TABLE narrow (k TEXT, n INTEGER, v, PRIMARY KEY (k, n)) WITHOUT ROWID",
        "CREATE TABLE child (id INTEGER PRIMARY KEY, parent REFERENCES keyed (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED)",
        "CREATE TABLE strict_one (i INT, t TEXT, r REAL, b BLOB, x ANY) STRICT",
        "CREATE TABLE journal (at TEXT, what TEXT, seen)",
        "CREATE INDEX plain_a ON plain (a)",
        "CREATE TRIGGER keyed_insert AFTER INSERT ON keyed BEGIN INSERT INTO journal VALUES (datetime('now'), 'insert ' || new.name, random()); END",
        "CREATE TRIGGER keyed_delete AFTER DELETE ON keyed BEGIN INSERT INTO journal VALUES (CURRENT_TIME, 'delete ' || old.name, changes()); END",
        "INSERT INTO plain (rowid, a) VALUES (9223372036854775807, 'largest')",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Execute_OneLogInDifferentBatches_GivesTheSame(int seed)
    {
        var log = Log(seed, 400);
        using var first = new StoreUnderTest();
        using var second = new StoreUnderTest();
        var one = Apply(first, log, new Random(seed), maxBatch: 1, reopens: false);
        var other = Apply(second, log, new Random(seed + 1000), maxBatch: 40, reopens: true);
        for (var at = 0; at < log.Count; at++)
            Assert.True(one[at].Equals(other[at]), $"record {at}: {one[at].Code} {Records.Text(one[at])} / {other[at].Code} {Records.Text(other[at])}");
        Assert.Equal(first.Store.Tables.Hashes, second.Store.Tables.Hashes);
        first.AssertHashesHold();
        second.AssertHashesHold();
        foreach (var table in first.Store.Tables.Hashes.Keys)
            Assert.Equal(first.Rows($"SELECT * FROM {table} LIMIT 900"), second.Rows($"SELECT * FROM {table} LIMIT 900"));
        Assert.Contains(one, answer => answer.Code == AnswerCode.Constraint);
        Assert.Contains(one, answer => answer.Code == AnswerCode.Unique);
        Assert.Contains(one, answer => answer.Code == AnswerCode.ForeignKey);
        Assert.Contains(one, answer => answer.Code == AnswerCode.InvalidSql);
    }

    private static List<Answer> Apply(StoreUnderTest store, List<(LogRecord Record, Operation Operation)> log, Random chance, int maxBatch, bool reopens)
    {
        var answers = new List<Answer>();
        while (answers.Count < log.Count)
        {
            store.Store.Begin();
            for (var left = chance.Next(1, maxBatch + 1); left > 0 && answers.Count < log.Count; left--)
            {
                var (record, operation) = log[answers.Count];
                answers.Add(store.Store.Tables.Execute(record, operation));
                store.Store.Records.Add(record);
                store.Store.Answers.Put(new StoredAnswer(record.Request, false, Digest.Zero, answers[^1], record.LogTime));
            }

            store.Store.Commit(store.MetaAfter(log[answers.Count - 1].Record));
            if (reopens && chance.Next(5) == 0)
                Assert.Null(store.Reopen());
        }

        for (var lsn = 1; lsn <= log.Count; lsn++)
            Assert.NotNull(store.Store.Records.Find(new Lsn(lsn)));
        return answers;
    }

    private static List<(LogRecord, Operation)> Log(int seed, int count)
    {
        var chance = new Random(seed);
        var log = Schema.Select((sql, at) => (Records.Operation(at + 1), Records.Of(Records.Statement(sql)) with { MayDefine = true })).ToList();
        for (var lsn = log.Count + 1; lsn <= count; lsn++)
        {
            var statements = Enumerable.Range(0, chance.Next(1, 4)).Select(_ => Statement(chance, lsn)).ToArray();
            var operation = chance.Next(120) == 0 ? new Operation { Kind = OperationKind.Clear } : Records.Of(statements) with { MayDefine = true };
            log.Add((Records.Operation(lsn, 1_700_000_000_000 + (lsn * 1234L), chance.NextInt64()), operation));
        }

        return log;
    }

    private static SqlStatement Statement(Random chance, int lsn)
    {
        var key = chance.Next(30);
        return chance.Next(24) switch
        {
            0 => Records.Statement("INSERT INTO plain (a) VALUES (?)", key),
            1 => Records.Statement("INSERT INTO plain (rowid, a) VALUES (9223372036854775807, ?) ON CONFLICT DO NOTHING", key),
            2 => Records.Statement("INSERT INTO plain (a, b) SELECT a, 'copy' FROM plain WHERE a = ? LIMIT 3 RETURNING rowid, c, d", key),
            3 => Records.Statement("DELETE FROM plain WHERE a = ?", key),
            4 => Records.Statement("INSERT INTO keyed (name, size) VALUES (?, ?)", "n" + key, key / 2.0),
            5 => Records.Statement("REPLACE INTO keyed (name, size) VALUES (?, ?) RETURNING id, twice, virt", "n" + key, key),
            6 => Records.Statement("INSERT INTO keyed (name, size) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET size = size + 0.5", "n" + key),
            7 => Records.Statement("UPDATE keyed SET id = id + 100 WHERE name = ?", "n" + key),
            8 => Records.Statement("DELETE FROM keyed WHERE name = ?", "n" + key),
            9 => Records.Statement("INSERT INTO narrow VALUES (?, ?, random())", "k" + (key % 5), key),
            10 => Records.Statement("INSERT OR REPLACE INTO narrow VALUES (?, ?, x'00ff')", "k" + (key % 5), key),
            11 => Records.Statement("UPDATE OR IGNORE narrow SET n = n + 1, v = ? WHERE k = ?", key * 1.5, "k" + (key % 5)),
            12 => Records.Statement("INSERT INTO child (parent) VALUES (?)", key),
            13 => Records.Statement("INSERT INTO child (parent) SELECT id FROM keyed ORDER BY random() LIMIT 2"),
            14 => Records.Statement("DELETE FROM child WHERE id = (SELECT min(id) FROM child)"),
            15 => Records.Statement("INSERT INTO strict_one VALUES (?, ?, ?, ?, ?)", key, "t\0" + key, key, new byte[] { 1, (byte)key }, key % 2 == 0 ? key * 1.0 : null),
            16 => Records.Statement("INSERT INTO strict_one (i) VALUES ('no number')"),
            17 => Records.Statement("UPDATE strict_one SET r = i, x = unixepoch('now') + changes() WHERE i > ?", key),
            18 => Records.Statement("SELECT last_insert_rowid(), changes(), CURRENT_TIMESTAMP, random()"),
            19 => Records.Statement("SELECT no_such_column FROM plain"),
            20 => Records.Statement("INSERT INTO plain (a) SELECT value FROM json_each('[1,2,3]')"),
            21 => lsn is 100 or 200 or 201 || chance.Next(60) == 0
                ? Records.Statement("INSERT INTO journal (at) SELECT 1 FROM (WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c WHERE x < 0)")
                : Records.Statement("DELETE FROM journal WHERE rowid % 3 = 0"),
            22 => chance.Next(4) == 0 ? Records.Statement($"ALTER TABLE plain ADD COLUMN e{lsn} DEFAULT {key}") : Records.Statement("UPDATE plain SET a = a + 1 WHERE rowid % 7 = 0"),
            _ => Records.Statement("SELECT datetime('now', 'localtime')"),
        };
    }
}
