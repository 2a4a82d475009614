using System.Globalization;
using Capstan.Bench.Databases.Lag;
using Capstan.Bench.Databases.Loads;
using Capstan.Bench.Programs;

namespace Capstan.Bench.Databases.Etcd;

/// <summary>etcd, by its JSON gateway and by gRPC; loads go to the leader.</summary>
internal sealed class EtcdSystem : ILaggingSystem
{
    /// <summary>Name of the rows with the JSON gateway, which speaks what Capstan speaks.</summary>
    public const string Http = "etcd";

    /// <summary>Name of the rows with gRPC, which is etcd's own.</summary>
    public const string Grpc = "etcd, gRPC";

    // Keys item00001 to item10000, and the first text after all that begin so.
    private const string FirstKey = "item";
    private const string EndKey = "iten";
    private const string Mark = "mark";

    // More than 128 operations are refused as one transaction.
    private const int MostAtOnce = 100;

    private readonly BenchRun _run;
    private readonly EtcdCluster _cluster;
    private readonly int _leader;
    private readonly WriteCount _writes = new();

    private EtcdSystem(BenchRun run, EtcdCluster cluster, int leader)
    {
        (_run, _cluster, _leader) = (run, cluster, leader);
        var grpc = new EtcdGrpcLoad(run, cluster.Urls[leader]);
        Loads =
        [
            HttpLoad(LoadKind.Any, "/v3/kv/range", "etcd-read.lua", "true"),
            GrpcLoad(LoadKind.Any, (connections, seconds) => grpc.RangeAsync(isSerializable: true, connections, seconds)),
            HttpLoad(LoadKind.Linear, "/v3/kv/range", "etcd-read.lua", "false"),
            GrpcLoad(LoadKind.Linear, (connections, seconds) => grpc.RangeAsync(isSerializable: false, connections, seconds)),
            HttpLoad(LoadKind.Write, "/v3/kv/put", "etcd-write.lua"),
            GrpcLoad(LoadKind.Write, grpc.PutAsync),
        ];
    }

    public IReadOnlyList<Load> Loads { get; }

    public string Follower => "etcd, serializable at another member";

    /// <summary>Starts it and puts the rows in.</summary>
    public static async Task<EtcdSystem> StartAsync(BenchRun run, int members)
    {
        var cluster = await EtcdCluster.StartAsync(run, members);
        try
        {
            var system = new EtcdSystem(run, cluster, await cluster.HealthyAsync());
            var value = new string('v', Rows.ValueBytes);
            foreach (var rows in Enumerable.Range(1, Rows.Count).Chunk(MostAtOnce))
                await cluster.Clients[system._leader].PutAsync(rows.Select(row => $"item{row:00000}"), value, run.Ending);
            system._writes.Add(Rows.Count, 0);
            return system;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async Task CheckAsync() => _writes.Check("etcd", await _cluster.Clients[_leader].WritesAsync(FirstKey, EndKey, _run.Ending));

    public Task MarkAsync(long number) => _cluster.Clients[_leader].PutAsync(Mark, $"{number}", _run.Ending);

    public async Task<long> SeenAsync()
    {
        var seen = await _cluster.Clients[(_leader + 1) % _cluster.Clients.Count].GetAsync(Mark, isSerializable: true, _run.Ending);
        return seen is null ? 0 : long.Parse(seen, CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private Load HttpLoad(LoadKind kind, string path, string script, params IEnumerable<string> words) =>
        new(kind, Http, (connections, seconds) => TurnAsync(kind, connections, async () =>
        {
            var result = await Wrk.RunAsync(_cluster.Urls[_leader] + path, Path.Combine("database", script), connections, seconds, null, [$"{Rows.Count}", .. words], _run.Ending);
            return new LoadResult(result.Requests - result.Errors, result.Seconds, result.Errors, result.P50, result.P99, [], result.Cpu);
        }));

    private Load GrpcLoad(LoadKind kind, Func<int, int, Task<LoadResult>> load) =>
        new(kind, Grpc, (connections, seconds) => TurnAsync(kind, connections, () => load(connections, seconds)));

    private async Task<LoadResult> TurnAsync(LoadKind kind, int connections, Func<Task<LoadResult>> load)
    {
        var before = _cluster.CpuSeconds;
        var result = await load();
        var used = _cluster.CpuSeconds - before;
        if (kind == LoadKind.Write)
            _writes.Add(result.Done, result.Errors + connections);
        return result with { ServerCpu = [used] };
    }
}
