using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Capstan.Bench.Databases.Broker;
using Capstan.Bench.Programs;

namespace Capstan.Bench.Databases.Patroni;

/// <summary>Three members that Patroni keeps: a primary, a standby that every commit waits for, another standby.</summary>
internal sealed class PatroniCluster : IAsyncDisposable
{
    private const int Members = 3;

    private static readonly TimeSpan WholeLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(2);

    private readonly BenchRun _run;
    private readonly IReadOnlyList<PatroniMember> _members;
    private readonly IReadOnlyList<Child> _children;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = CallLimit };

    private PatroniCluster(BenchRun run, IReadOnlyList<PatroniMember> members, string ensemble, PatroniTempo tempo)
    {
        (_run, _members) = (run, members);
        var scope = $"bench{members[0].Port}";
        _children = [.. members.Select(member => member.Start(scope, ensemble, tempo))];
    }

    /// <summary>Ports of the members' PostgreSQL.</summary>
    public IReadOnlyList<int> Ports => [.. _members.Select(member => member.Port)];

    /// <summary>Starts one and waits until it is whole.</summary>
    public static async Task<PatroniCluster> StartAsync(BenchRun run, ZooKeeperNode ensemble, PatroniTempo tempo)
    {
        var members = new List<PatroniMember>();
        for (var number = 0; number < Members; number++)
            members.Add(await PatroniMember.NewAsync(run, number));
        var cluster = new PatroniCluster(run, members, $"127.0.0.1:{ensemble.Port}", tempo);
        try
        {
            await cluster.WholeAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until there is a primary and both others follow it, one of them synchronously, without lag; the primary.</summary>
    /// <exception cref="BenchException">They do not within the limit.</exception>
    public async Task<PatroniMember> WholeAsync()
    {
        var begin = Stopwatch.GetTimestamp();
        var last = "";
        while (Stopwatch.GetElapsedTime(begin) < WholeLimit && !_children.Any(child => child.HasExited))
        {
            var views = await LookAsync();
            last = string.Join(", ", views);
            var leader = views.SingleOrDefault(view => view.Role == "leader");
            if (leader is not null && views.Count == Members && views.All(view => view.IsWell) && views.Count(view => view.Role == "sync_standby") == 1)
                return _members.Single(member => member.Name == leader.Name);
            await Task.Delay(25, _run.Ending);
        }

        throw new BenchException($"Patroni is not whole within {WholeLimit.TotalSeconds:0} s: {last}; {string.Join(" / ", _children.Select(child => child.LastWords))}");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Task.WhenAll(_children.Select(child => child.DisposeAsync().AsTask()));
    }

    /// <summary>The members as the first that answers sees them.</summary>
    private async Task<IReadOnlyList<PatroniView>> LookAsync()
    {
        foreach (var member in _members)
        {
            try
            {
                var cluster = await _http.GetFromJsonAsync<JsonElement>($"http://127.0.0.1:{member.ApiPort}/cluster", _run.Ending);
                return [.. cluster.GetProperty("members").EnumerateArray().Select(PatroniView.Of)];
            }
            catch (Exception fault) when (fault is HttpRequestException or JsonException || (fault is OperationCanceledException && !_run.Ending.IsCancellationRequested))
            {
                // The next one may know.
            }
        }

        return [];
    }
}
