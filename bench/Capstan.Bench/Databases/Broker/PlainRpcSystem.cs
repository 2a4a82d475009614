using Capstan.Bench.Databases.Loads;
using Capstan.Bench.Programs;

namespace Capstan.Bench.Databases.Broker;

/// <summary>The textbook's database behind a broker (<c>bench/PlainRpc</c>): one message for each request, and one for each answer.</summary>
internal sealed class PlainRpcSystem : ILoadedSystem
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>(StringComparer.Ordinal);

    private readonly BenchRun _run;
    private readonly RabbitNode _broker;
    private readonly string _name;
    private readonly string _url;
    private readonly Child _server;
    private readonly Child _front;
    private readonly SqlClient _sql;
    private readonly WriteCount _writes = new();

    private PlainRpcSystem(BenchRun run, RabbitNode broker, string host, string name, int prefetch)
    {
        (_run, _broker, _name) = (run, broker, name);
        var port = FreePorts.One();
        var program = Repository.At("artifacts", "bin", "PlainRpc", new DirectoryInfo(AppContext.BaseDirectory).Name, "PlainRpc.dll");
        _url = $"http://127.0.0.1:{port}";
        _sql = new SqlClient(_url);
        _server = Child.Start(
            null, None, "dotnet", program, "server", host, Path.Combine(run.NewFolder("plain"), "data.sqlite"), Repository.At("bench", "database", "schema.sql"), $"{prefetch}");
        _front = Child.Start(null, None, "dotnet", program, "front", host, $"{port}");
        Loads =
        [
            Of(LoadKind.Linear, "/v1/query", "capstan-read.lua", "linear"),
            Of(LoadKind.Write, "/v1/execute", "capstan-write.lua"),
        ];
    }

    public IReadOnlyList<Load> Loads { get; }

    /// <summary>Starts both processes and puts the rows in.</summary>
    /// <param name="run">The run.</param>
    /// <param name="servers">The broker.</param>
    /// <param name="name">What its rows of the table are called.</param>
    /// <param name="prefetch">Messages that the server is given before it has acknowledged earlier ones.</param>
    public static async Task<PlainRpcSystem> StartAsync(BenchRun run, BrokerServers servers, string name, int prefetch)
    {
        var system = new PlainRpcSystem(run, servers.Broker, await servers.NewHostAsync(), name, prefetch);
        try
        {
            await Ready.AnswersAsync(system._url, system._front, StartLimit, run.Ending);
            await system._sql.ExecuteAsync(Rows.Insert, run.Ending);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    public async Task CheckAsync() => _writes.Check(_name, await _sql.NumberAsync($"SELECT sum(writes) FROM item WHERE id <= {Rows.Count}", "linear", _run.Ending));

    public async ValueTask DisposeAsync()
    {
        _sql.Dispose();
        await _front.DisposeAsync();
        await _server.DisposeAsync();
    }

    private Load Of(LoadKind kind, string path, string script, params IEnumerable<string> words) =>
        new(kind, _name, async (connections, seconds) =>
        {
            var before = Cpu();
            var result = await Wrk.RunAsync(_url + path, Path.Combine("database", script), connections, seconds, null, [$"{Rows.Count}", .. words], _run.Ending);
            var used = Cpu().Zip(before, (now, then) => now - then).ToList();
            var done = result.Requests - result.Errors;
            if (kind == LoadKind.Write)
                _writes.Add(done, result.Errors + connections);
            return new LoadResult(done, result.Seconds, result.Errors, result.P50, result.P99, [used.Sum(), .. used], result.Cpu);
        });

    /// <summary>CPU seconds so far: of the front, of the server, of the broker.</summary>
    private IReadOnlyList<double> Cpu() => [ProcessTree.CpuSeconds(_front.Pid), ProcessTree.CpuSeconds(_server.Pid), _broker.CpuSeconds];
}
