using System.Globalization;
using System.Text;
using Capstan.SystemTests.Databases;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Servers;

/// <summary>What can be seen and reached of a database's processes by whoever has no right to it.</summary>
public sealed class SurfaceTests
{
    private const string Listening = "0A";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Theory, OnServers]
    public Task Processes_AfterFaults_TellNoPasswordAndWorkersListenNowhere(Engine engine) => DatabaseUnderTest.RunAsync(
        new DatabaseDraft { Engine = engine, Servers = new ServersPlan { HasPassword = true } }, async database =>
        {
            // Texts are written of faults, and one of them might tell.
            await using var load = RegisterLoad.Start(database.Draft.Port);
            await load.MoreAsync(50, Limit);
            Signals.Send((await database.LeaderAsync()).Pid!.Value, Signals.Kill);
            await load.MoreAsync(20, Limit);
            await database.Servers.DropAllAsync();
            await load.MoreAsync(20, Limit);
            await database.HealedAsync();
            await database.JudgeAsync(await load.StopAsync());

            AssertUntold(database, database.Servers.Password);
            var workers = await database.WorkersAsync();
            Assert.NotEmpty(workers);
            Assert.All(workers, pid => Assert.Empty(OpenPorts(pid)));
            var draft = database.Stack.Draft;
            int[] expected = [draft.GatewayPort, draft.AdminPort, database.Draft.Port];
            Assert.Equal(expected.Order(), OpenPorts(database.Stack.Controller.Pid));
        });

    private static void AssertUntold(DatabaseUnderTest database, string password)
    {
        foreach (var pid in database.Stack.Processes())
            Assert.All((string[])["cmdline", "environ"], file => AssertUntold(Encoding.UTF8.GetString(ProcessTable.Read(pid, file) ?? []), password, $"{file} of process {pid}"));
        var controller = database.Stack.Controller;
        AssertUntold(controller.Output + controller.Error, password, "what the controller printed");
        List<string> written =
        [
            .. Directory.EnumerateFiles(database.Stack.StateFolder, "*.log", SearchOption.AllDirectories),
            .. Directory.EnumerateFiles(database.Stack.StateFolder, "*.jsonl", SearchOption.AllDirectories),
        ];
        Assert.Contains(written, file => file.EndsWith("events.jsonl", StringComparison.Ordinal));
        Assert.All(written, file => AssertUntold(File.ReadAllText(file), password, file));
    }

    private static void AssertUntold(string text, string password, string where) =>
        Assert.False(text.Contains(password, StringComparison.Ordinal), $"{where} tells a password");

    /// <summary>Ports on which a process listens, on whatever address.</summary>
    private static IEnumerable<int> OpenPorts(int pid) => ((string[])["net/tcp", "net/tcp6"])
        .SelectMany(file => Encoding.ASCII.GetString(ProcessTable.Read(pid, file) ?? []).Split('\n').Skip(1))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(fields => fields.Length > 9 && fields[3] == Listening && ProcessTable.Holds(pid, $"socket:[{fields[9]}]"))
        .Select(fields => int.Parse(fields[1].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
        .Distinct().Order();
}
