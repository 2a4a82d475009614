using Capstan.Database.Statements;

namespace Capstan.Database.Tests.Applying;

/// <summary>What operations may not do, with and without the right to define (protocol section 2).</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly StoreUnderTest _store = new();

    public RefusalTests()
    {
        _store.MustDefine(
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT, b INTEGER UNIQUE)",
            "CREATE VIEW hidden AS SELECT * FROM _log",
            "CREATE VIEW places AS SELECT rootpage FROM sqlite_schema",
            "CREATE TABLE fires (x)",
            "CREATE TRIGGER reaches AFTER INSERT ON fires BEGIN DELETE FROM _dedupe; END");
        _store.Must("INSERT INTO t (a, b) VALUES ('x', 1)");
    }

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData("BEGIN")]
    [InlineData("BEGIN IMMEDIATE")]
    [InlineData("COMMIT")]
    [InlineData("END TRANSACTION")]
    [InlineData("ROLLBACK")]
    [InlineData("/* x */ rollback")]
    [InlineData("-- x\nRollBack")]
    [InlineData("\uFEFFROLLBACK")]
    [InlineData(";ROLLBACK")]
    [InlineData("ROLLBACK TO _innermost")]
    [InlineData("SAVEPOINT s")]
    [InlineData("RELEASE _innermost")]
    [InlineData("INSERT OR ROLLBACK INTO t (b) VALUES (1)")]
    [InlineData("UPDATE OR ROLLBACK t SET b = 1")]
    [InlineData("INSERT/**/OR/**/ROLLBACK/**/INTO t (b) VALUES (1)")]
    [InlineData("SELECT $a(') , raise(ROLLBACK, 'x')")]
    [InlineData("CREATE TABLE u (a UNIQUE ON CONFLICT ROLLBACK)")]
    [InlineData("CREATE TABLE u (a, PRIMARY KEY (a) ON CONFLICT rollback)")]
    [InlineData("CREATE TABLE u (a NOT NULL ON CONFLICT\tROLLBACK)")]
    [InlineData("CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT RAISE(ROLLBACK, 'no'); END")]
    [InlineData("CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT OR ROLLBACK INTO fires VALUES (1); END")]
    [InlineData("PRAGMA synchronous = OFF")]
    [InlineData("PRAGMA writable_schema = ON")]
    [InlineData("PRAGMA foreign_keys = OFF")]
    [InlineData("PRAGMA table_info(t)")]
    [InlineData("SELECT * FROM pragma_table_info('t')")]
    [InlineData("SELECT * FROM pragma_database_list")]
    [InlineData("ATTACH ':memory:' AS other")]
    [InlineData("ATTACH DATABASE '/tmp/x.db' AS other")]
    [InlineData("DETACH main")]
    [InlineData("VACUUM")]
    [InlineData("VACUUM INTO '/tmp/x.db'")]
    [InlineData("ANALYZE")]
    [InlineData("ANALYZE t")]
    [InlineData("REINDEX")]
    [InlineData("REINDEX t")]
    [InlineData("EXPLAIN SELECT * FROM t")]
    [InlineData("EXPLAIN QUERY PLAN SELECT * FROM t")]
    [InlineData("CREATE TEMP TABLE u (a)")]
    [InlineData("CREATE TEMPORARY TABLE u (a)")]
    [InlineData("CREATE TABLE temp.u (a)")]
    [InlineData("CREATE TEMP TABLE u AS SELECT * FROM t")]
    [InlineData("CREATE TEMP VIEW u AS SELECT 1")]
    [InlineData("CREATE TEMP TRIGGER u AFTER INSERT ON t BEGIN SELECT 1; END")]
    [InlineData("CREATE VIRTUAL TABLE u USING fts5(a)")]
    [InlineData("CREATE VIRTUAL TABLE u USING rtree(a, b, c)")]
    [InlineData("CREATE TABLE _u (a)")]
    [InlineData("CREATE TABLE [_u] (a)")]
    [InlineData("CREATE INDEX _u ON t (a)")]
    [InlineData("CREATE INDEX u ON _log (record)")]
    [InlineData("CREATE VIEW _u AS SELECT 1")]
    [InlineData("CREATE TRIGGER _u AFTER INSERT ON t BEGIN SELECT 1; END")]
    [InlineData("CREATE TRIGGER u AFTER INSERT ON _log BEGIN SELECT 1; END")]
    [InlineData("ALTER TABLE t RENAME TO _u")]
    [InlineData("ALTER TABLE _log RENAME TO u")]
    [InlineData("ALTER TABLE _log ADD COLUMN u")]
    [InlineData("DROP TABLE _log")]
    [InlineData("DROP TABLE _DEDUPE")]
    [InlineData("DROP INDEX _dedupe_expires")]
    [InlineData("SELECT * FROM _log")]
    [InlineData("SELECT count(*) FROM _meta")]
    [InlineData("SELECT * FROM \"_dedupe\"")]
    [InlineData("SELECT * FROM main._log")]
    [InlineData("WITH x AS (SELECT * FROM _meta) SELECT * FROM x")]
    [InlineData("SELECT * FROM hidden")]
    [InlineData("SELECT (SELECT value FROM _meta LIMIT 1)")]
    [InlineData("INSERT INTO _dedupe VALUES ('a', 0, x'', x'', 0)")]
    [InlineData("INSERT INTO fires VALUES (1)")]
    [InlineData("UPDATE _meta SET value = x''")]
    [InlineData("DELETE FROM _log")]
    [InlineData("REPLACE INTO _meta VALUES ('a', x'')")]
    [InlineData("WITH x AS (SELECT 1) DELETE FROM _log")]
    [InlineData("INSERT INTO t (a) SELECT record FROM _log")]
    [InlineData("SELECT * FROM sqlite_schema")]
    [InlineData("SELECT * FROM sqlite_master")]
    [InlineData("SELECT * FROM places")]
    [InlineData("SELECT rowid FROM sqlite_schema, json_each('[1]')")]
    [InlineData("UPDATE sqlite_schema SET sql = ''")]
    [InlineData("CREATE TABLE u AS SELECT rowid AS r FROM sqlite_schema")]
    [InlineData("CREATE TABLE u AS SELECT rootpage FROM sqlite_schema")]
    [InlineData("CREATE TABLE u AS SELECT * FROM _log")]
    [InlineData("DELETE FROM sqlite_sequence")]
    [InlineData("UPDATE sqlite_sequence SET seq = 9223372036854775807")]
    [InlineData("SELECT seq FROM sqlite_sequence")]
    [InlineData("SELECT total_changes()")]
    [InlineData("SELECT sqlite_version()")]
    [InlineData("SELECT sqlite_source_id()")]
    [InlineData("SELECT sqlite_compileoption_get(1)")]
    [InlineData("SELECT sqlite_compileoption_used('X')")]
    [InlineData("SELECT sqlite_log(1, 'x')")]
    [InlineData("SELECT load_extension('x')")]
    [InlineData("INSERT INTO t (a) VALUES (total_changes())")]
    public void Execute_RefusedStatement_IsForbiddenAndWithoutEffect(string sql)
    {
        var before = _store.Store.Tables.Hashes;
        foreach (var mayDefine in new[] { true, false })
        {
            var answer = _store.Apply(Records.Of(Records.Statement("INSERT INTO t (a) VALUES ('before')"), Records.Statement(sql)) with { MayDefine = mayDefine });
            // Some are not even known to this SQLite, or fail by SQLite's own rules first.
            Assert.True(answer.Code is AnswerCode.Forbidden or AnswerCode.InvalidSql, $"{answer.Code}: {Records.Text(answer)}");
            Assert.Equal(before, _store.Store.Tables.Hashes);
        }

        Assert.Equal("[[\"x\",1]]", _store.Rows("SELECT a, b FROM t"));
        _store.AssertHashesHold();
    }

    [Theory]
    [InlineData("BEGIN")]
    [InlineData("INSERT OR ROLLBACK INTO t (b) VALUES (1)")]
    [InlineData("CREATE TABLE u (a UNIQUE ON CONFLICT ROLLBACK)")]
    [InlineData("SELECT * FROM pragma_database_list")]
    [InlineData("CREATE TEMP TABLE u (a)")]
    [InlineData("CREATE TABLE _u (a)")]
    [InlineData("ALTER TABLE t RENAME TO _u")]
    [InlineData("SELECT * FROM hidden")]
    [InlineData("INSERT INTO fires VALUES (1)")]
    [InlineData("SELECT * FROM sqlite_master")]
    [InlineData("SELECT total_changes()")]
    [InlineData("DELETE FROM sqlite_sequence")]
    [InlineData("CREATE TABLE u AS SELECT rootpage FROM sqlite_schema")]
    public void Execute_RefusedStatement_SaysForbidden(string sql) => Assert.Equal(AnswerCode.Forbidden, _store.Define(sql).Code);

    [Theory]
    [InlineData("SELECT 'ROLLBACK'")]
    [InlineData("SELECT 1 AS \"rollback\" -- ROLLBACK")]
    [InlineData("SELECT /* ROLLBACK */ [ROLLBACK] FROM (SELECT 1 AS `ROLLBACK`)")]
    [InlineData("INSERT OR IGNORE INTO t (b) VALUES (1)")]
    [InlineData("INSERT OR REPLACE INTO t (b) VALUES (1)")]
    [InlineData("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 10) SELECT sum(x) FROM c")]
    [InlineData("SELECT value FROM json_each('[1,2]')")]
    [InlineData("SELECT datetime('now'), random(), hex(randomblob(4)), changes(), last_insert_rowid()")]
    [InlineData("UPDATE t SET a = 'y' WHERE id = 1 RETURNING a")]
    [InlineData("VALUES (1), (2)")]
    public void Execute_HarmlessStatement_IsCarriedOut(string sql) => _store.Must(sql);

    [Theory]
    [InlineData("CREATE TABLE u AS SELECT * FROM t")]
    [InlineData("CREATE UNIQUE INDEX u ON t (a)")]
    [InlineData("ALTER TABLE t RENAME TO u")]
    [InlineData("ALTER TABLE t RENAME COLUMN a TO c")]
    [InlineData("ALTER TABLE t DROP COLUMN a")]
    [InlineData("ALTER TABLE t ADD COLUMN c INTEGER NOT NULL DEFAULT 7 CHECK (c > 0)")]
    [InlineData("DROP TABLE t")]
    [InlineData("DROP TRIGGER reaches")]
    [InlineData("DROP VIEW hidden")]
    [InlineData("CREATE TABLE u (id INTEGER PRIMARY KEY AUTOINCREMENT, t REFERENCES t (id))")]
    public void Execute_Definition_IsCarriedOutAndHashed(string sql)
    {
        // Views over what may not be read keep ALTER TABLE from renaming, with the same fault everywhere.
        _store.MustDefine("DROP VIEW places");
        _store.MustDefine(sql);
        _store.AssertHashesHold();
        Assert.Null(_store.Reopen());
        _store.AssertHashesHold();
    }
}
