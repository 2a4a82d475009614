using System.Diagnostics;
using Capstan.Bench.Programs;

namespace Capstan.Bench.Databases.Etcd;

/// <summary>An etcd cluster of one or three members on loopback.</summary>
internal sealed class EtcdCluster : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);

    private readonly BenchRun _run;
    private readonly IReadOnlyList<EtcdNode> _nodes;
    private readonly Child[] _children;

    private EtcdCluster(BenchRun run, IReadOnlyList<EtcdNode> nodes)
    {
        (_run, _nodes) = (run, nodes);
        _children = [.. nodes.Select(node => node.Start(nodes))];
        Clients = [.. nodes.Select(node => new EtcdClient(node.Url, CallLimit))];
    }

    /// <summary>A client of each member.</summary>
    public IReadOnlyList<EtcdClient> Clients { get; }

    /// <summary>URLs of the members.</summary>
    public IReadOnlyList<string> Urls => [.. _nodes.Select(node => node.Url)];

    /// <summary>CPU seconds of all members so far.</summary>
    public double CpuSeconds => _children.Sum(child => ProcessTree.CpuSeconds(child.Pid));

    /// <summary>Starts it and waits until it is healthy.</summary>
    public static async Task<EtcdCluster> StartAsync(BenchRun run, int members)
    {
        var cluster = new EtcdCluster(run, [.. Enumerable.Range(0, members).Select(number => EtcdNode.New(run, number))]);
        try
        {
            await cluster.HealthyAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until all members follow one leader and have applied the same; the leader's number.</summary>
    /// <exception cref="BenchException">They do not within the limit.</exception>
    public async Task<int> HealthyAsync()
    {
        var begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < StartLimit)
        {
            var views = await Task.WhenAll(Clients.Select(client => client.StatusAsync(_run.Ending)));
            if (views.All(view => view is { Leader: not 0 } && view.Leader == views[0]!.Leader && Math.Abs(view.Applied - views[0]!.Applied) < 100))
                return views.ToList().FindIndex(view => view!.Member == view.Leader);
            await Task.Delay(25, _run.Ending);
        }

        throw new BenchException($"etcd is not healthy within {StartLimit.TotalSeconds:0} s: {string.Join(" / ", _children.Select(child => child.LastWords))}");
    }

    /// <summary>Kills a member.</summary>
    public void Kill(int number) => Signals.Send(_children[number].Pid, Signals.Kill);

    /// <summary>Starts a member that was killed.</summary>
    public async Task RestartAsync(int number)
    {
        await _children[number].DisposeAsync();
        _children[number] = _nodes[number].Start(_nodes);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in Clients)
            client.Dispose();
        await Task.WhenAll(_children.Select(child => child.DisposeAsync().AsTask()));
    }
}
