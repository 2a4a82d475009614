using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Capstan.Core.Stacks;
using Capstan.Database.Api;
using Capstan.Database.Embedded;
using Capstan.Database.Membership;
using Capstan.Database.Snapshots;
using Capstan.Database.Tests.Api.Rig;
using Capstan.Database.Worker;
using Microsoft.Extensions.Logging.Abstractions;

namespace Capstan.Database.Tests.Running;

/// <summary>A whole database in this process: the engine, workers with SQLite copies in folders of their own, and the API in front.</summary>
internal sealed class RunningDatabase : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SemaphoreSlim _noticed = new(0);
    private readonly List<(CancellationTokenSource Leave, Task Ended)> _workers = [];
    private readonly EmbeddedEngine _engine;
    private DatabaseApi? _api;

    private RunningDatabase(string schema)
    {
        var settings = new WorkerSettings
        {
            Database = "main",
            Schema = schema,
            Session = TimeSpan.FromSeconds(10),
            KeyRetention = TimeSpan.FromHours(1),
            KeyLimit = 1000,
            SnapshotRecords = 1_000_000,
            SnapshotBytes = 1L << 40,
            ScrubEvery = TimeSpan.FromMinutes(10),
            IsDurable = false,
        };
        _engine = new EmbeddedEngine(new EmbeddedOptions { Folder = PathOf("engine"), Settings = settings }, TimeProvider.System);
        _engine.Noticed += _ => _noticed.Release();
    }

    public HttpClient Client { get; } = new();

    public ISnapshotStore Snapshots => _engine.Snapshots;

    public static async Task<RunningDatabase> StartAsync(int workers, string schema = "")
    {
        var database = new RunningDatabase(schema);
        await database._engine.StartAsync(TestContext.Current.CancellationToken);
        for (var slot = 0; slot < workers; slot++)
            database.StartWorker(slot);
        await database.UntilAsync(view => view.Leader is not null && view.Members.Count == workers && view.Members.All(member => member.State.IsReady));
        await database.ListenAsync();
        return database;
    }

    public string PathOf(string name) => _folder.PathOf(name);

    public string FolderOf(int slot) => PathOf("worker" + slot);

    /// <summary>Waits until every worker is there and the members are as wanted.</summary>
    public async Task UntilAsync(Func<MembershipView, bool> isReached)
    {
        while (_engine.Read().View is var view && (view.Members.Count < _workers.Count || !isReached(view)))
            await _noticed.WaitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Carries out SQL and gives its position.</summary>
    public async Task<long> ExecuteAsync(string sql)
    {
        using var answer = await Client.PostAsJsonAsync("/v1/execute", new { sql }, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("position").GetInt64();
    }

    /// <summary>Downloads a backup.</summary>
    public async Task<(string File, long Position)> BackUpAsync(string name)
    {
        using var answer = await Client.GetAsync("/v1/backup", TestContext.Current.CancellationToken);
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, System.Text.Encoding.UTF8.GetString(bytes));
        await File.WriteAllBytesAsync(PathOf(name), bytes, TestContext.Current.CancellationToken);
        return (PathOf(name), long.Parse(answer.Headers.GetValues("Capstan-Position").Single(), System.Globalization.CultureInfo.InvariantCulture));
    }

    public async Task RestoreAsync(string file)
    {
        using var content = new ByteArrayContent(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        using var answer = await Client.PostAsync("/v1/restore", content, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Ends all workers, so that their copies can be looked at.</summary>
    public async Task StopWorkersAsync()
    {
        foreach (var (leave, _) in _workers)
            await leave.CancelAsync();
        foreach (var (leave, ended) in _workers)
        {
            await ended;
            leave.Dispose();
        }

        _workers.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_api is not null)
            await _api.DisposeAsync();
        await StopWorkersAsync();
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<IWorkerEngine> OpenAsync(IReadOnlyDictionary<string, string> environment, string engine, CancellationToken cancellationToken) =>
        await EmbeddedWorkerEngine.ConnectAsync(environment, engine, Environment.ProcessId, cancellationToken);

    /// <summary>One that ends, a leader that saw its record too late on a busy machine, is started again as a controller would.</summary>
    private static async Task KeepAsync(int slot, Dictionary<string, string> environment, CancellationToken leave)
    {
        var random = new Random(slot);
        while (!leave.IsCancellationRequested)
            await WorkerProcess.RunAsync(OpenAsync, environment, TimeProvider.System, random.NextInt64, _ => { }, leave);
    }

    private void StartWorker(int slot)
    {
        var environment = new Dictionary<string, string>(_engine.WorkerEnvironment(slot)) { [WorkerProcess.FolderVariable] = FolderOf(slot) };
        var leave = new CancellationTokenSource();
        _workers.Add((leave, Task.Run(() => KeepAsync(slot, environment, leave.Token))));
    }

    private async Task ListenAsync()
    {
        var files = new FakeFiles();
        _api = await DatabaseApi.StartAsync(
            new DatabaseApiParts
            {
                Spec = new DatabaseSpec { Name = "main", Listen = new HostPort("127.0.0.1", 0), IsOpen = true },
                Queues = _engine.Queues,
                Snapshots = _engine.Snapshots,
                Reading = _engine.Read,
                Workers = new FakeWorkers(),
                Backups = new SnapshotBackups(_engine.Snapshots, _engine.SnapshotOrders, TimeProvider.System),
                Archive = _engine.Restores,
                FileCheck = files,
                TemporaryFolder = PathOf("temporary"),
                ReadArrived = _ => { },
                Time = TimeProvider.System,
                Chance = RandomNumberGenerator.Fill,
                Notice = _ => { },
                Loggers = NullLoggerFactory.Instance,
            },
            TestContext.Current.CancellationToken);
        Client.BaseAddress = new Uri(_api.Address);
    }
}
