using Capstan.Client;
using Capstan.Commands.Databases.Shell;

namespace Capstan.Tests.Commands.Databases;

public sealed class SqlShellTests
{
    private readonly ShellRig _rig = new();

    [Fact]
    public async Task Run_Statements_GoWhereTheyBelong()
    {
        Assert.True(await _rig.RunAsync(
            """
            SELECT 1;
            INSERT INTO a VALUES (';'); UPDATE a
              SET b = 1;
            CREATE TABLE c(d);
            WITH x AS (SELECT 1) DELETE FROM a;
            EXPLAIN SELECT 1;
            FROBNICATE;
            """));
        Assert.Equal(
            ["query Session: SELECT 1", "execute: INSERT INTO a VALUES (';')", "execute: UPDATE a\n  SET b = 1", "execute: CREATE TABLE c(d)",
                "execute: WITH x AS (SELECT 1) DELETE FROM a", "query Session: EXPLAIN SELECT 1", "query Session: FROBNICATE"],
            _rig.Database.Sent);
        Assert.Equal(["key-1", "key-2", "key-3", "key-4"], _rig.Database.Keys);
    }

    [Fact]
    public async Task Run_Block_IsSentAsOneAtCommit()
    {
        _rig.Database.Answer = sql => sql.StartsWith("SELECT") ? new ShellRows(["n"], [[7L]]) : new ShellRows([], [], 1, 3);
        Assert.True(await _rig.RunAsync("BEGIN IMMEDIATE;\nINSERT INTO a VALUES (1);\nSELECT count(*) FROM a;\n"));
        Assert.Empty(_rig.Database.Sent);
        Assert.Equal("", _rig.Output);
        Assert.True(await _rig.RunAsync("END TRANSACTION;"));
        Assert.Equal(["execute: INSERT INTO a VALUES (1) | SELECT count(*) FROM a"], _rig.Database.Sent);
        Assert.Equal("n\n-\n7\n", _rig.Output);
        Assert.Null(_rig.Shell.Block);
    }

    [Fact]
    public async Task Run_BlockOfReads_IsOneReadOfOneState()
    {
        Assert.True(await _rig.RunAsync("BEGIN; SELECT 1; SELECT 2; COMMIT;"));
        Assert.Equal(["query Session: SELECT 1 | SELECT 2"], _rig.Database.Sent);
    }

    [Fact]
    public async Task Run_Rollback_DropsTheBlock()
    {
        Assert.True(await _rig.RunAsync("BEGIN; DELETE FROM a; ROLLBACK; SELECT 1;"));
        Assert.Equal(["query Session: SELECT 1"], _rig.Database.Sent);
    }

    [Theory]
    [InlineData("COMMIT;", "nothing to commit")]
    [InlineData("ROLLBACK;", "nothing to roll back")]
    [InlineData("BEGIN; BEGIN;", "BEGIN was said already")]
    [InlineData("SAVEPOINT a;", "no savepoints")]
    [InlineData("ROLLBACK TRANSACTION TO a;", "no savepoints")]
    [InlineData(".begin", "BEGIN;")]
    public async Task Run_TransactionThatCannotBe_IsExplained(string script, string expected)
    {
        Assert.False(await _rig.RunAsync(script));
        Assert.Contains(expected, _rig.Error);
        Assert.Empty(_rig.Database.Sent);
    }

    [Fact]
    public async Task Run_BlockOfMoreThanARequestHolds_TakesNoMore()
    {
        Assert.False(await _rig.RunAsync("BEGIN;" + string.Concat(Enumerable.Repeat("DELETE FROM a;", 101)) + "COMMIT;"));
        Assert.Contains("at most 100 statements", _rig.Error);
        Assert.Empty(_rig.Database.Sent);
    }

    [Fact]
    public async Task Run_StatementFails_StopsAndNamesTheLine()
    {
        _rig.Database.Fault = new DatabaseException("near \"FRM\": syntax error") { Code = DatabaseErrors.InvalidSql, Status = 400 };
        Assert.False(await _rig.RunAsync("-- first\n\nSELECT *\n  FRM a;\nSELECT 2;"));
        Assert.Single(_rig.Database.Sent);
        Assert.Equal("capstan: line 3: near \"FRM\": syntax error [invalid_sql]\n    FRM a\n    ^\n", _rig.Error);
    }

    [Fact]
    public async Task Run_GoOn_RunsTheRestAndFailsNevertheless()
    {
        _rig.Database.Fault = new DatabaseException("UNIQUE constraint failed") { Code = DatabaseErrors.Constraint, Constraint = "unique", Status = 409 };
        Assert.False(await _rig.RunAsync("INSERT INTO a VALUES (1);\nSELECT 2;", goOn: true));
        Assert.Equal(2, _rig.Database.Sent.Count);
        Assert.Equal("capstan: line 1: UNIQUE constraint failed [constraint: unique]\n", _rig.Error);
    }

    [Fact]
    public async Task Run_LastStatementWithoutSemicolon_IsNotRun()
    {
        Assert.False(await _rig.RunAsync("SELECT 1;\nDELETE FROM a WHERE b = 1"));
        Assert.Equal(["query Session: SELECT 1"], _rig.Database.Sent);
        Assert.Contains("line 2: the statement that begins here has no ';'", _rig.Error);
    }

    [Fact]
    public async Task Run_OutcomeUnknown_RetrySendsTheSameUnderTheSameKey()
    {
        _rig.Database.Fault = new DatabaseException("Nobody knows.") { Code = DatabaseErrors.OutcomeUnknown, Status = 504, RequestId = "key-1" };
        Assert.False(await _rig.RunAsync("INSERT INTO a VALUES (1);"));
        Assert.Contains(".retry sends it again", _rig.Error);
        Assert.True(await _rig.RunAsync("SELECT 1;\n.retry"));
        Assert.Equal(["execute: INSERT INTO a VALUES (1)", "query Session: SELECT 1", "execute: INSERT INTO a VALUES (1)"], _rig.Database.Sent);
        Assert.Equal(["key-1", "key-1"], _rig.Database.Keys);
        Assert.False(await _rig.RunAsync(".retry"));
    }

    [Fact]
    public async Task Run_WriteGivenUp_MayBeDoneNevertheless()
    {
        using var giveUp = new CancellationTokenSource();
        await giveUp.CancelAsync();
        _rig.Database.Fault = new OperationCanceledException(giveUp.Token);
        Assert.False(await _rig.Shell.RunAsync(ShellText.Parts("DELETE FROM a;")[0], giveUp.Token));
        Assert.StartsWith("error: given up; it may be done nevertheless.", _rig.Error);
        Assert.True(await _rig.RunAsync(".retry"));
    }

    [Fact]
    public async Task Run_ByAPerson_IsToldWhatWasDone()
    {
        var rig = new ShellRig(isTerminal: true, ShellMode.Table);
        rig.Database.Answer = sql => sql.StartsWith("SELECT") ? new ShellRows(["n"], [[7L], [8L]]) : sql.StartsWith("INSERT") ? new ShellRows([], [], 1, 3) : new ShellRows([], [], 0, 3);
        await rig.TypeAsync("SELECT n FROM a; INSERT INTO a VALUES (1); CREATE TABLE b(c); BEGIN; DELETE FROM a;");
        await rig.TypeAsync(".timing off");
        await rig.TypeAsync("COMMIT;");
        Assert.Equal(
            """
            ╭───╮
            │ n │
            ├───┤
            │ 7 │
            │ 8 │
            ╰───╯
            2 rows · 0.0 ms · position 40
            1 row changed · last rowid 3 · 0.0 ms · position 41
            done · 0.0 ms · position 42
            Statements are collected now, not run. COMMIT sends them as one: all are done or none. ROLLBACK drops them.
            1 statement collected
            0 rows changed

            """,
            rig.Output);
    }

    [Fact]
    public async Task Dots_OfSettings_ShowAndSet()
    {
        Assert.True(await _rig.RunAsync(".level\n.level linear\n.level\n.mode csv\n.mode\n.headers off\n.headers\n.timing\nSELECT 1;\n"));
        Assert.Equal("session\nlinear\ncsv\noff\non\n", _rig.Output);
        Assert.Equal(["query Linear: SELECT 1"], _rig.Database.Sent);
        Assert.False(await _rig.RunAsync(".mode xml"));
        Assert.Equal("capstan: line 1: 'xml' is none of table, plain, line, csv, json.\n", _rig.Error);
    }

    [Theory]
    [InlineData(".tabels", "there is no .tabels. Did you mean .tables?")]
    [InlineData(".quit now", ".quit takes no argument.")]
    [InlineData(".headers maybe", "neither on nor off")]
    [InlineData(".read", "needs the name of a file")]
    [InlineData(".read /no/such/file", "/no/such/file cannot be read")]
    public async Task Dots_Misused_SayHow(string dot, string expected)
    {
        Assert.False(await _rig.RunAsync(dot));
        Assert.Contains(expected, _rig.Error);
    }

    [Fact]
    public async Task Dots_OfTheSchema_AskForUsersTablesAlone()
    {
        _rig.Database.Answer = sql => sql.StartsWith("SELECT name") ? new ShellRows(["name"], [["rides"], ["users"]]) : new ShellRows(["sql"], [["CREATE TABLE users(id)"]]);
        Assert.True(await _rig.RunAsync(".tables\n.schema o'hara\n"));
        Assert.Equal("rides\nusers\nCREATE TABLE users(id);\n", _rig.Output);
        Assert.Contains("tbl_name = 'o''hara' COLLATE NOCASE", _rig.Database.Sent[1]);
        Assert.All(_rig.Database.Sent, sent => Assert.Contains(@"NOT LIKE '\_%'", sent));

        _rig.Database.Answer = _ => new ShellRows(["sql"], []);
        Assert.False(await _rig.RunAsync(".schema nobody"));
    }

    [Fact]
    public async Task Dots_StatusQuitAndHelp_DoWhatTheySay()
    {
        Assert.True(await _rig.RunAsync(".status\n.quit\nSELECT 1;\n"));
        Assert.Equal(
            """
            main: position 42, epoch 3; this shell has seen position 40
              slot 0  leader    pid 601  ready  at 42
              slot 1  follower  pid 602  ready  at 40, 2 behind
              waiting: 1 write, 0 reads, 0 given up

            """,
            _rig.Output);
        Assert.True(_rig.Shell.IsOver);
        Assert.Empty(_rig.Database.Sent);

        var help = new ShellRig(isTerminal: true);
        Assert.True(await help.RunAsync(".help"));
        Assert.All(help.Shell.Dots, dot => Assert.Contains(dot.Name, help.Output));
        Assert.All(help.Output.Split('\n'), line => Assert.True(line.Length <= 85, line));
    }

    [Fact]
    public async Task Read_FileThatReadsAFile_NamesItsPlaces()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["outer.sql"], "SELECT 1;\n.read inner.sql\nSELECT 3;\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["inner.sql"], "\nSELEC 2;\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["itself.sql"], ".read itself.sql\n", TestContext.Current.CancellationToken);
        var rig = new ShellRig(folder: folder.Path);
        rig.Database.Answer = sql => sql.StartsWith("SELEC ") ? throw new DatabaseException("near \"SELEC\": syntax error") { Code = DatabaseErrors.InvalidSql } : new ShellRows([], []);
        Assert.False(await rig.RunAsync(".read outer.sql"));
        Assert.StartsWith("capstan: inner.sql:2: near", rig.Error);
        Assert.Equal(2, rig.Database.Sent.Count);
        Assert.False(await rig.RunAsync(".read itself.sql"));
        Assert.Contains("more than 10 deep", rig.Error);
    }
}
