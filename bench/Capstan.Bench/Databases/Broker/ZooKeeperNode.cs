using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Capstan.Bench.Programs;

namespace Capstan.Bench.Databases.Broker;

/// <summary>A ZooKeeper server, on loopback unless it is told otherwise. Everything is the package's default but where it listens, its folder and how much it logs.</summary>
internal sealed class ZooKeeperNode : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(1);
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>(StringComparer.Ordinal);

    private readonly Child _server;

    private ZooKeeperNode(string folder, string host)
    {
        Host = host;
        var configuration = Path.Combine(folder, "zoo.cfg");
        File.WriteAllText(
            configuration,
            $"""
            tickTime=2000
            dataDir={folder}
            clientPort={Port}
            clientPortAddress={host}
            admin.enableServer=false
            4lw.commands.whitelist=srvr
            """);
        _server = Child.Start(
            null, None, "java", "-cp", "/usr/share/java/zookeeper.jar", "-Dzookeeper.jmx.log4j.disable=true", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "org.apache.zookeeper.server.quorum.QuorumPeerMain", configuration);
    }

    /// <summary>Address that clients go to.</summary>
    public string Host { get; }

    /// <summary>Where clients go.</summary>
    public int Port { get; } = FreePorts.One();

    /// <summary>Starts one and waits until it serves.</summary>
    public static async Task<ZooKeeperNode> StartAsync(BenchRun run, string host)
    {
        var node = new ZooKeeperNode(run.NewFolder("zookeeper"), host);
        try
        {
            await node.ReadyAsync(run.Ending);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ReadyAsync(CancellationToken ending)
    {
        var begin = Stopwatch.GetTimestamp();
        while (!_server.HasExited && Stopwatch.GetElapsedTime(begin) < StartLimit)
        {
            if (await ServesAsync(ending))
                return;
            await Task.Delay(100, ending);
        }

        throw new BenchException($"ZooKeeper does not serve within {StartLimit.TotalSeconds:0} s: {_server.LastWords}");
    }

    private async Task<bool> ServesAsync(CancellationToken ending)
    {
        try
        {
            // A server that is on its way may take the connection and never answer.
            using var one = CancellationTokenSource.CreateLinkedTokenSource(ending);
            one.CancelAfter(AnswerLimit);
            using var client = new TcpClient();
            await client.ConnectAsync(Host, Port, one.Token);
            await client.GetStream().WriteAsync("srvr"u8.ToArray(), one.Token);
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            return (await reader.ReadToEndAsync(one.Token)).Contains("Mode: standalone", StringComparison.Ordinal);
        }
        catch (Exception fault) when (fault is SocketException or IOException || (fault is OperationCanceledException && !ending.IsCancellationRequested))
        {
            return false;
        }
    }
}
