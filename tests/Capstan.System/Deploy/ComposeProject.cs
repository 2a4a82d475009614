using System.Text.Json;
using Capstan.SystemTests.Databases;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Deploy;

/// <summary>The database as a service, started by <c>deploy/</c> as it is, from images that were made here.</summary>
internal sealed class ComposeProject : IDisposable
{
    private static readonly TimeSpan CommandLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _variables;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(20) };
    private string _token = "";

    private ComposeProject(string host, string schema)
    {
        var name = $"t{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}";
        Made = new Deployed(name);
        Listen = $"{host}:{FreePorts.One()}";
        _variables = new Dictionary<string, string>
        {
            ["COMPOSE_PROJECT_NAME"] = name,
            ["DOCKER_SOCKET"] = SocketPath(),
            ["CAPSTAN_IMAGE"] = DockerEngine.CapstanImage,
            ["RABBITMQ_IMAGE"] = ServerContainers.RabbitMqImage,
            ["ZOOKEEPER_IMAGE"] = ServerContainers.ZooKeeperImage,
            ["DATABASE_LISTEN"] = Listen,
            ["DATABASE_SCHEMA"] = Path.Combine(Repository.Root, "samples", schema, "schema.sql"),
            ["DATABASE_WINDOW"] = "8s",
        };
    }

    /// <summary>Where the database's API is published.</summary>
    public string Listen { get; }

    /// <summary>Its containers and volumes.</summary>
    public Deployed Made { get; }

    /// <summary>Passwords and tokens, none of which may be seen anywhere.</summary>
    public IReadOnlyList<string> Secrets { get; private set; } = [];

    /// <summary>Path of a file of the project.</summary>
    public string this[string file] => _folder[file];

    /// <summary>Starts all of it, runs a test once a leader and a follower are there, and takes it down with its data: nothing may be left.</summary>
    public static async Task RunAsync(string sample, Func<ComposeProject, Task> test)
    {
        await DockerEngine.NeedAsync();
        await DockerEngine.NeedImagesAsync(DockerEngine.CapstanImage, ServerContainers.RabbitMqImage, ServerContainers.ZooKeeperImage);
        if (!File.Exists("/usr/bin/docker-compose"))
            Assert.Skip("there is no docker-compose here; './test' installs it");
        using var project = new ComposeProject(ServerContainers.Bridge, sample);
        try
        {
            await project.CopyAsync();
            await project.UpAsync();
            await test(project);
            await project.ShAsync("./down.sh", "-v");
            Assert.Empty(await project.Made.AllAsync());
        }
        catch
        {
            await project.TellAsync();
            await project.RemoveAsync();
            throw;
        }
    }

    /// <summary>Starts all of it, once more after <c>down.sh</c>, and waits for a leader and a follower.</summary>
    public async Task UpAsync()
    {
        await ComposeAsync("up", "-d");
        await Made.FindAsync();
        var (tokens, _) = await Until.SomeAsync("the database's tokens", StartLimit, TokensAsync);
        _token = tokens[^1];
        Secrets = [.. tokens, await ReadAsync("rabbitmq-password"), await ReadAsync("zookeeper-password")];
        await Until.TrueAsync("a leader and a follower", StartLimit, async () =>
            (await ListAsync()).Count == 2 && (await CallAsync(HttpMethod.Post, "/v1/query", new { sql = "SELECT 1", level = "linear" })).Status == 200);
    }

    /// <summary>Runs a script of the project.</summary>
    public Task<string> ShAsync(params string[] command) => RunAsync("bash", command);

    /// <summary>Runs <c>docker-compose</c>.</summary>
    public Task<string> ComposeAsync(params string[] arguments) => RunAsync("docker-compose", arguments);

    /// <summary>The database as the orchestrator sees it, asked with its own command in its container.</summary>
    public async Task<DatabaseView> LookAsync()
    {
        var status = await DockerEngine.RunAsync("exec", (await Made.ContainersAsync())["orchestrator"], "capstan", "status", "--json");
        return StackView.Parse(status).Databases![0];
    }

    /// <summary>Calls the database's API with its strongest token.</summary>
    public async Task<SqlAnswer> CallAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, $"http://{Listen}{path}");
        request.Headers.Add("Authorization", "Bearer " + _token);
        if (body is not null)
            request.Content = new StringContent(JsonSerializer.Serialize(body));
        try
        {
            using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
            return new SqlAnswer((int)answer.StatusCode, "", 0, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
        catch (HttpRequestException fault)
        {
            return new SqlAnswer(0, "", 0, fault.Message);
        }
    }

    /// <summary>Process ids of all workers, as the API lists them, which is sorted; none when it does not answer.</summary>
    public async Task<IReadOnlyList<int>> ListAsync()
    {
        var answer = await CallAsync(HttpMethod.Get, "/api/v1/worker/list");
        if (answer.Status != 200)
            return [];
        List<int> pids = [.. answer.Json.EnumerateArray().Select(pid => pid.GetInt32())];
        Assert.Equal(pids.Order(), pids);
        return pids;
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    private static string SocketPath() =>
        Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host ? host["unix://".Length..] : "/var/run/docker.sock";

    private async Task CopyAsync()
    {
        await RunAsync("cp", "-r", Path.Combine(Repository.Root, "deploy") + "/.", _folder.Path);
        await RunAsync("rm", "-rf", "secrets", "stacks/secrets", ".env");
        await ShAsync("./init.sh");
    }

    private async Task<string> ReadAsync(string secret) => (await File.ReadAllTextAsync(this["secrets/" + secret], TestContext.Current.CancellationToken)).Trim();

    private async Task<IReadOnlyList<string>?> TokensAsync()
    {
        var (code, output, _) = await TryRunAsync("docker-compose", "exec", "-T", "orchestrator", "cat", "/var/lib/capstan/databases/main/tokens");
        string[] lines = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        return code == 0 && lines is [_, _, _] ? [.. lines.Select(line => line.Split(' ')[1])] : null;
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (code, output, error) = await TryRunAsync(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}: exit code {code}\n{output}\n{error}");
        return output;
    }

    private async Task<(int Code, string Output, string Error)> TryRunAsync(string program, params string[] arguments)
    {
        using var run = ChildRun.Start(_folder.Path, _variables, program, arguments);
        var code = await run.EndAsync(CommandLimit);
        return (code, run.Output, run.Error);
    }

    private async Task TellAsync()
    {
        foreach (var command in new string[][] { ["ps"], ["logs", "--no-color", "--tail", "40"], ["exec", "-T", "orchestrator", "capstan", "events"] })
        {
            var (_, output, error) = await TryRunAsync("docker-compose", command);
            TestContext.Current.TestOutputHelper?.WriteLine(output + error);
        }
    }

    /// <summary>Removes what a test that failed has left; it may be too ill for <c>down.sh</c>.</summary>
    private async Task RemoveAsync()
    {
        // First of all the orchestrator, which would start its workers again.
        await TryRunAsync("docker-compose", "kill");
        await Made.RemoveWorkersAsync();
        await TryRunAsync("docker-compose", "down", "-v", "--timeout", "5");
    }
}
