using System.Net;
using System.Text;
using System.Text.Json;
using Capstan.SystemTests.Databases;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Story;

/// <summary>The SelfieLessActs sample on its database, by the stack file as it is, on ports that are free here.</summary>
internal sealed class DatabaseSample : IDisposable
{
    private static readonly string Source = Path.Combine(Repository.Root, "samples", "selfieless-acts");

    private readonly StackUnderTest _stack;

    /// <summary>Longer than the programs try to reach their database.</summary>
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(40) };

    private DatabaseSample(StackUnderTest stack) => _stack = stack;

    public static Task RunAsync(Func<DatabaseSample, Task> test) => StackUnderTest.RunAsync(Draft(), async stack =>
    {
        using var sample = new DatabaseSample(stack);
        await sample.DatabaseAsync("a leader and every worker ready", view => view.IsWhole);
        await test(sample);
    });

    /// <summary>An upload's body.</summary>
    public static string Act(int id, string image = "aGVsbG8=") =>
        $$"""{"actId":{{id}},"username":"ada","timestamp":"01-01-2019:10-10-10","caption":"a tree","categoryName":"planting","imgB64":"{{image}}"}""";

    /// <summary>Adds the user and the category of <see cref="Act"/>.</summary>
    public async Task PrepareAsync()
    {
        Assert.Equal(HttpStatusCode.Created, await PostAsync("/api/v1/users", """{"username":"ada","password":"3d725109c7e7c0bfb9d709836735b56d943d263f"}"""));
        Assert.Equal(HttpStatusCode.Created, await PostAsync("/api/v1/categories", """["planting"]"""));
    }

    /// <summary>Runs so many replicas of a service, and gives their ports.</summary>
    public async Task<IReadOnlyList<int>> ScaleAsync(string service, int wanted)
    {
        var result = await _stack.CliAsync("scale", $"{service}={wanted}");
        Assert.True(result.Code == 0, result.ToString());
        var (status, _) = await _stack.WhenAsync($"{wanted} replicas", TimeSpan.FromSeconds(40), view => view.IsSettled && view[service].Wanted == wanted);
        return [.. status[service].Replicas.Select(replica => replica.Port)];
    }

    /// <summary>Kills the worker that leads, and waits for another one to lead.</summary>
    public async Task KillLeaderAsync()
    {
        var before = (await DatabaseAsync("a leader", view => view.Leader is not null)).Leader!;
        Signals.Send(before.Pid!.Value, Signals.Kill);
        await DatabaseAsync($"another leader than process {before.Pid}", view => view.Leader is { } leader && leader.Pid != before.Pid);
    }

    /// <summary>Through the gateway.</summary>
    public Task<HttpStatusCode> PostAsync(string path, string body) => PostAsync(_stack.Draft.GatewayPort, path, body);

    public async Task<HttpStatusCode> PostAsync(int port, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri($"http://127.0.0.1:{port}{path}"), content, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    /// <summary>What replicas answer, each on its own port, which must be the same.</summary>
    public async Task<string> SameTextAsync(IReadOnlyList<int> ports, string path)
    {
        var answers = await Task.WhenAll(ports.Select(port => _http.GetStringAsync(new Uri($"http://127.0.0.1:{port}{path}"), TestContext.Current.CancellationToken)));
        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        return answers[0];
    }

    /// <summary>The acts that all replicas list, by id: their votes.</summary>
    public async Task<IReadOnlyDictionary<int, int>> ListAsync(IReadOnlyList<int> ports)
    {
        using var acts = JsonDocument.Parse(await SameTextAsync(ports, "/api/v1/categories/planting/acts"));
        return acts.RootElement.EnumerateArray().ToDictionary(act => act.GetProperty("actId").GetInt32(), act => act.GetProperty("upvotes").GetInt32());
    }

    public void Dispose() => _http.Dispose();

    private static StackDraft Draft()
    {
        var draft = new StackDraft(Runtime.Process);
        var (database, users, acts) = (FreePorts.One(), FreePorts.Range(4), FreePorts.Range(4));
        draft.Text = File.ReadAllText(Path.Combine(Source, "capstan.database.yaml"))
            .Replace("name: selfieless", $"name: {draft.Name}")
            .Replace("bin/", Path.Combine(Source, "bin/"))
            .Replace("schema: schema.sql", $"schema: {Path.Combine(Source, "schema.sql")}");
        draft.Set.AddRange(
        [
            $"gateway.listen=127.0.0.1:{draft.GatewayPort}", $"admin.listen=127.0.0.1:{draft.AdminPort}", $"databases.main.listen=127.0.0.1:{database}",
            $"services.users.ports={users}-{users + 3}", $"services.acts.ports={acts}-{acts + 3}", "services.acts.scale.max=4",
            $"services.users.environment.DATABASE_URL=http://127.0.0.1:{database}", $"services.acts.environment.DATABASE_URL=http://127.0.0.1:{database}",
            $"services.acts.environment.USERS_URL=http://127.0.0.1:{draft.GatewayPort}",
            "services.users.scale.window=600s", "services.acts.scale.window=600s", "databases.main.scale.window=600s",
        ]);
        return draft;
    }

    private async Task<DatabaseView> DatabaseAsync(string what, Func<DatabaseView, bool> isSo)
    {
        var (status, _) = await _stack.WhenAsync(what, TimeSpan.FromSeconds(40), view => view.Databases is [var database] && isSo(database));
        return status.Databases![0];
    }
}
