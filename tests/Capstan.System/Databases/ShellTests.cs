using System.Text.Json;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Databases;

/// <summary>The SQL shell and the status of a database as people and scripts use them.</summary>
public sealed class ShellTests
{
    private const string Endless = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c;";

    [Fact]
    public Task Shell_AtATerminal_EditsRunsAndGivesTheTerminalBack() => RunAsync(async database =>
    {
        using var terminal = Open(database);
        await terminal.SeeAsync("main> ");
        await terminal.TypeAsync("CREATE TABLE pets(id INTEGER PRIMARY KEY, name TEXT);\r");
        await terminal.SeeAsync("done · ");

        // Typed wrong, mended with the cursor keys, over two lines, completed by Tab.
        await terminal.SeeAsync("main> ");
        await terminal.TypeAsync("INSERT INTO pe\t(name)\rVALUES ('日x本'), (NULL);\e[D\x01\e[1;5C\e[1;5C\x7f");
        await terminal.TypeAsync("本\x05\r");
        await terminal.SeeAsync("2 rows changed · last rowid 2");
        await terminal.SeeAsync("main> ");
        await terminal.TypeAsync("\x12ins\x07SELECT name FROM pets ORDER BY id;\r");
        await terminal.SeeAsync("日x本");
        await terminal.SeeAsync("NULL");
        await terminal.SeeAsync("2 rows · ");

        // Ctrl-C drops what is typed, and gives up what runs.
        await terminal.SeeAsync("main> ");
        await terminal.TypeAsync("DROP TABLE pets\x03");
        await terminal.SeeAsync("^C");
        await terminal.TypeAsync(Endless + "\r");
        await terminal.SeeAsync("\e[?2004l");
        await terminal.TypeUntilAsync("\x03", "given up");
        await terminal.SeeAsync("given up");
        await terminal.TypeAsync("SELECT 40 + 2;\r");
        await terminal.SeeAsync("42");

        await terminal.TypeAsync("SELECT 'secret';\r");
        await terminal.SeeAsync("1 row · ");
        await terminal.SeeAsync("main> ");
        await terminal.TypeAsync("\x04");
        await terminal.SeeAsync("ended with 0");
        Assert.Equal(0, await terminal.EndAsync());
        Assert.Matches(@"[^-]icanon\b", terminal.Shown);
        Assert.Matches(@"[^-]echo\b", terminal.Shown);

        var history = Path.Combine(database.Stack.Folder.Path, "state", "capstan", "db-history");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(history));
        var kept = await File.ReadAllTextAsync(history, TestContext.Current.CancellationToken);
        Assert.Contains(@"INSERT INTO pets(name)\nVALUES", kept);
        Assert.DoesNotContain("secret", kept);
        Assert.Equal(2, await database.Sql.ValueAsync("SELECT count(*) FROM pets"));
    });

    [Fact]
    public Task Shell_LeaderKilledMeanwhile_WaitsAndGoesOn() => RunAsync(async database =>
    {
        using var terminal = Open(database);
        await terminal.SeeAsync("main> ");
        await terminal.TypeAsync("BEGIN;\rCREATE TABLE a(b);\rINSERT INTO a VALUES (1);\r");
        await terminal.SeeAsync("2 statements collected");
        Signals.Send((await database.LeaderAsync()).Pid!.Value, Signals.Kill);
        await terminal.TypeAsync("COMMIT;\r");
        await terminal.SeeAsync("1 row changed", DatabaseUnderTest.HealLimit);
        await terminal.TypeAsync(".level linear\rSELECT b + 41 FROM a;\r");
        await terminal.SeeAsync("42");
        await terminal.TypeAsync(".quit\r");
        Assert.Equal(0, await terminal.EndAsync());
    });

    [Fact]
    public Task Shell_Scripts_StopAtTheFirstErrorAndNameIt() => RunAsync(async database =>
    {
        await File.WriteAllTextAsync(
            database.Stack.Folder["script.sql"], "CREATE TABLE a(b UNIQUE);\nINSERT INTO a VALUES (1);\nINSERT INTO a\nVALUES (1);\nINSERT INTO a VALUES (2);\n",
            TestContext.Current.CancellationToken);
        var script = await database.Stack.CliAsync("db", "shell", "script.sql");
        Assert.Equal(ExitCodes.Failed, script.Code);
        Assert.StartsWith("capstan: script.sql:3: ", script.Error);
        Assert.Contains("[constraint: unique]", script.Error);
        Assert.Equal("b\n1\n", (await database.Stack.CliAsync("db", "shell", "--csv", "-c", "SELECT b FROM a")).Output);

        var goOn = await database.Stack.CliAsync("db", "shell", "--continue", "--json", "-c", "SELEC 1", "-c", "INSERT INTO a VALUES (2)", "-c", "SELECT b FROM a");
        Assert.Equal(ExitCodes.Failed, goOn.Code);
        Assert.Contains("near \"SELEC\": syntax error", goOn.Error);
        Assert.Equal(2, JsonDocument.Parse(goOn.Output.Split('\n')[^2]).RootElement.GetProperty("rows").GetArrayLength());
        Assert.Equal("a\n", (await database.Stack.CliAsync("db", "shell", "-c", ".tables")).Output);
        Assert.Equal(ExitCodes.Usage, (await database.Stack.CliAsync("db", "shell", "-d", "nothing", "-c", "SELECT 1")).Code);

        var status = await database.Stack.CliAsync("db", "status", "--json");
        Assert.Equal(ExitCodes.Ok, status.Code);
        var json = JsonDocument.Parse(status.Output).RootElement;
        Assert.Equal((1, "main", 2), (json.GetProperty("version").GetInt32(), json.GetProperty("database").GetString(), json.GetProperty("workers").GetArrayLength()));
        Assert.Contains("leader", (await database.Stack.CliAsync("db", "status")).Output);
    });

    private static Task RunAsync(Func<DatabaseUnderTest, Task> test) => DatabaseUnderTest.RunAsync(new DatabaseDraft { Followers = 1, Schema = "" }, test);

    private static TerminalRun Open(DatabaseUnderTest database)
    {
        // Ctrl-C goes to everybody at the terminal; the sh between would end of it without a trap.
        var environment = new Dictionary<string, string> { ["XDG_STATE_HOME"] = database.Stack.Folder["state"] };
        return TerminalRun.Start(database.Stack.Folder.Path, environment, $"trap : INT; '{Repository.Launcher}' db shell; echo ended with $?; stty -a");
    }
}
