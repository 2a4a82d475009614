using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Capstan.SystemTests.Databases;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Servers;

/// <summary>What can be seen and reached of a database's processes by whoever has no right to it.</summary>
public sealed class SurfaceTests
{
    private const string Listening = "0A";
    private const string Loopback = "0100007F";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Theory, OnEngines]
    public Task Processes_AfterFaults_TellNoSecretAndListenOnLoopbackAlone(Engine engine) => DatabaseUnderTest.RunAsync(
        new DatabaseDraft { Engine = engine, IsOpen = false, Servers = new ServersPlan { HasPassword = true } }, async database =>
        {
            var tokens = TokensOf(database);
            database.Sql.Token = tokens["admin"];
            // Texts are written of faults, and one of them might tell.
            await using var load = RegisterLoad.Start(database.Draft.Port, new RegisterPlan { Token = tokens["write"] });
            await load.MoreAsync(50, Limit);
            Signals.Send((await database.LeaderAsync()).Pid!.Value, Signals.Kill);
            await load.MoreAsync(20, Limit);
            if (engine != Engine.Embedded)
                await database.Servers.DropAllAsync();
            await load.MoreAsync(20, Limit);
            await database.HealedAsync();
            await database.JudgeAsync(await load.StopAsync());
            var refusals = await RefusalsAsync(database, tokens["write"]);

            List<string> secrets = [database.Stack.Admin.Token, .. tokens.Values];
            if (engine != Engine.Embedded)
                secrets.Add(database.Servers.Password);
            var workers = await database.WorkersAsync();
            Assert.NotEmpty(workers);
            Assert.All(await SeenAsync(database, workers, refusals), seen => Assert.All(
                secrets, secret => Assert.False(seen.Text.Contains(secret, StringComparison.Ordinal), $"{seen.Where} tells a secret")));
            Assert.All(workers.SelectMany(ContainerProcesses.AllOf), pid => Assert.Empty(OpenPorts(pid)));
            var draft = database.Stack.Draft;
            int[] expected = [draft.GatewayPort, draft.AdminPort, database.Draft.Port];
            Assert.Equal(expected.Order().Select(OnLoopback), OpenPorts(database.Stack.Controller.Pid));
        });

    private static Dictionary<string, string> TokensOf(DatabaseUnderTest database)
    {
        var tokens = File.ReadAllLines(Path.Combine(database.Folder, "tokens")).Select(line => line.Split(' ')).ToDictionary(words => words[0], words => words[1]);
        Assert.Equal(["admin", "read", "write"], tokens.Keys.Order());
        return tokens;
    }

    /// <summary>What the APIs say to calls that are wrong in all manners.</summary>
    private static async Task<IReadOnlyList<string>> RefusalsAsync(DatabaseUnderTest database, string token)
    {
        using var http = new HttpClient();
        var (data, admin) = ($"http://127.0.0.1:{database.Draft.Port}", $"http://127.0.0.1:{database.Stack.Draft.AdminPort}");
        List<string> texts =
        [
            await RefusalAsync(http, $"{data}/v1/query", "wrong", new { sql = "SELECT 1" }, 401),
            await RefusalAsync(http, $"{data}/v1/query", token, "no object", 400),
            await RefusalAsync(http, $"{data}/v1/execute", token, new { sql = "INSERT INTO nowhere VALUES (1)" }, 400),
            await RefusalAsync(http, $"{data}/v1/execute", token, new { sql = "DROP TABLE registers" }, 403),
            await RefusalAsync(http, $"{data}/v1/nothing", token, new { }, 404),
            await RefusalAsync(http, $"{admin}/v1/stop", token, new { }, 401),
            await RefusalAsync(http, $"{admin}/v1/services/none/scale", database.Stack.Admin.Token, new { wanted = 1 }, 404),
            await RefusalAsync(http, $"{admin}/v1/databases/{DatabaseDraft.Name}/scale", database.Stack.Admin.Token, new { wanted = -1 }, 400),
        ];
        return texts;
    }

    private static async Task<string> RefusalAsync(HttpClient http, string url, string token, object body, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)answer.StatusCode == status, $"{url}: {(int)answer.StatusCode} {text}");
        return $"{answer.Headers}{answer.Content.Headers}{text}";
    }

    /// <summary>Everything that others can read without any right, or that is likely to be sent to somebody.</summary>
    private static async Task<IReadOnlyList<(string Where, string Text)>> SeenAsync(DatabaseUnderTest database, IReadOnlyList<int> workers, IReadOnlyList<string> refusals)
    {
        List<(string, string)> seen = [.. refusals.Select(text => ("an answer that refuses", text))];
        foreach (var pid in database.Stack.Processes().Concat(workers.SelectMany(ContainerProcesses.AllOf)).Distinct())
            seen.AddRange(((string[])["cmdline", "environ"]).Select(file => ($"{file} of process {pid}", Encoding.UTF8.GetString(ProcessTable.Read(pid, file) ?? []))));
        var controller = database.Stack.Controller;
        seen.Add(("what the controller printed", controller.Output + controller.Error));
        List<string> written =
        [
            .. Directory.EnumerateFiles(database.Stack.StateFolder, "*.log", SearchOption.AllDirectories),
            .. Directory.EnumerateFiles(database.Stack.StateFolder, "*.jsonl", SearchOption.AllDirectories),
        ];
        Assert.Contains(written, file => file.EndsWith("events.jsonl", StringComparison.Ordinal));
        seen.AddRange(written.Select(file => (file, File.ReadAllText(file))));
        if (database.Draft.Engine != Engine.Containers)
            return seen;
        foreach (var container in await DockerEngine.ContainersAsync(database.Stack.Draft.Name))
            seen.Add(($"what Docker tells of {container.Id}", await DockerEngine.RunAsync("inspect", container.Id)));
        return seen;
    }

    private static string OnLoopback(int port) => string.Create(CultureInfo.InvariantCulture, $"{Loopback}:{port}");

    /// <summary>Where a process listens: the address as the kernel writes it, and the port.</summary>
    private static IEnumerable<string> OpenPorts(int pid) => ((string[])["net/tcp", "net/tcp6"])
        .SelectMany(file => Encoding.ASCII.GetString(ProcessTable.Read(pid, file) ?? []).Split('\n').Skip(1))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(fields => fields.Length > 9 && fields[3] == Listening && ProcessTable.Holds(pid, $"socket:[{fields[9]}]"))
        .Select(fields => fields[1].Split(':'))
        .Select(ends => string.Create(CultureInfo.InvariantCulture, $"{ends[0]}:{int.Parse(ends[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)}"))
        .Distinct().Order(StringComparer.Ordinal);
}
