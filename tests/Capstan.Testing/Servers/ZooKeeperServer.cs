using System.Net;
using System.Net.Sockets;
using System.Text;
using Capstan.Testing.Runtimes;
using Capstan.ZooKeeper;

namespace Capstan.Testing.Servers;

/// <summary>A real ZooKeeper server of Debian's package on a loopback port, with a folder of its own, which outlives kills and restarts.</summary>
public sealed class ZooKeeperServer : IAsyncDisposable
{
    private const string Jar = "/usr/share/java/zookeeper.jar";
    private const string Log = "/usr/share/java/slf4j-simple.jar";

    // Encrypted connections need it.
    private static readonly string Netty = string.Join(':', new[]
    {
        "buffer", "codec", "common", "handler", "resolver", "transport", "transport-native-epoll", "transport-native-unix-common",
    }.Select(part => $"/usr/share/java/netty-{part}.jar"));
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("capstan-zookeeper-").FullName;
    private readonly string[] _javaOptions;
    private GuardedProcess? _process;

    /// <summary>A server that is not started yet.</summary>
    /// <param name="settings">Further lines of its configuration.</param>
    /// <param name="javaOptions">Further options of its virtual machine.</param>
    public ZooKeeperServer(IEnumerable<string>? settings = null, IEnumerable<string>? javaOptions = null)
    {
        Port = LocalPorts.Free();
        _javaOptions = [.. javaOptions ?? []];
        Configure(settings ?? []);
    }

    /// <summary>Why there can be no server here; null when there can.</summary>
    public static string? Lack => File.Exists(Jar) ? null : "Debian's package zookeeper is not installed.";

    /// <summary>Its client port.</summary>
    public int Port { get; }

    /// <summary>Its address for encrypted connections, of one that takes them.</summary>
    public ZooKeeperAddress EncryptedAddress { get; private init; }

    /// <summary>Its address.</summary>
    public ZooKeeperAddress Address => new("127.0.0.1", Port);

    /// <summary>Its tick: sessions last 2 to 20 of them.</summary>
    public static TimeSpan Tick { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Starts one, and returns when it answers.</summary>
    public static async Task<ZooKeeperServer> StartNewAsync(CancellationToken cancellationToken)
    {
        var server = new ZooKeeperServer();
        await server.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>One that takes encrypted connections too; not started yet.</summary>
    /// <param name="authority">Signs the certificates of those it lets in.</param>
    /// <param name="certificate">Its own.</param>
    /// <param name="asksForOne">Whether it lets nobody in who shows none, as servers do that are told nothing else.</param>
    public static ZooKeeperServer Encrypted(TestAuthority authority, TestCertificate certificate, bool asksForOne)
    {
        var port = LocalPorts.Free();
        string[] settings =
        [
            $"secureClientPort={port}", "secureClientPortAddress=127.0.0.1", $"ssl.clientAuth={(asksForOne ? "need" : "none")}",
            $"ssl.keyStore.location={certificate.BothFile}", "ssl.keyStore.type=PEM",
            $"ssl.trustStore.location={authority.FilePath}", "ssl.trustStore.type=PEM",
        ];
        return new ZooKeeperServer(settings, ["-Dzookeeper.serverCnxnFactory=org.apache.zookeeper.server.NettyServerCnxnFactory"])
        {
            EncryptedAddress = new ZooKeeperAddress("127.0.0.1", port),
        };
    }

    /// <summary>Starts it, and returns when it answers.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await LaunchAsync();
        await AnswersAsync(cancellationToken);
    }

    /// <summary>Starts it without waiting.</summary>
    public async Task LaunchAsync() => _process = await GuardedProcess.StartAsync(_folder,
    [
        "java", "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", .. _javaOptions,
        "-Dorg.slf4j.simpleLogger.showDateTime=true",
        "-cp", $"{Log}:{Jar}:{Netty}", "org.apache.zookeeper.server.quorum.QuorumPeerMain", Path.Combine(_folder, "zoo.cfg"),
    ]);

    /// <summary>Returns when it serves sessions.</summary>
    public async Task AnswersAsync(CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!(await AskAsync("srvr", cancellationToken)).Contains("Mode: "))
        {
            if (_process is not { HasEnded: false } || TimeProvider.System.GetElapsedTime(start) > StartLimit)
                throw new InvalidOperationException($"The server on port {Port} does not serve. {await ReadLogAsync(cancellationToken)}");
            await Task.Delay(50, cancellationToken);
        }
    }

    /// <summary>Asks by a four-letter word; empty when it does not answer, as a server that is just starting may never do.</summary>
    public async Task<string> AskAsync(string word, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerLimit);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port, limit.Token);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(word), limit.Token);
            using var reader = new StreamReader(client.GetStream());
            return await reader.ReadToEndAsync(limit.Token);
        }
        catch (Exception fault) when (fault is SocketException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return "";
        }
    }

    /// <summary>Ends it at once (SIGKILL).</summary>
    public async Task KillAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Ends it at once and starts it again, and returns when it answers.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await KillAsync();
        await StartAsync(cancellationToken);
    }

    /// <summary>Ends it and removes all it had.</summary>
    public async Task ForgetAsync()
    {
        await KillAsync();
        Directory.Delete(Path.Combine(_folder, "data"), recursive: true);
    }

    /// <summary>Freezes it (SIGSTOP): its port takes connections, and nothing answers.</summary>
    public Task PauseAsync() => _process!.SignalAsync("STOP");

    /// <summary>Lets it go on.</summary>
    public Task ResumeAsync() => _process!.SignalAsync("CONT");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Tells a server of an ensemble which one it is.</summary>
    internal void BecomeMember(int number, IEnumerable<string> settings)
    {
        Configure(settings);
        Directory.CreateDirectory(Path.Combine(_folder, "data"));
        File.WriteAllText(Path.Combine(_folder, "data", "myid"), $"{number}\n");
    }

    private async Task<string> ReadLogAsync(CancellationToken cancellationToken) =>
        await File.ReadAllTextAsync(Path.Combine(_folder, "output.log"), cancellationToken);

    // Without forced writes: tests kill processes, never the machine.
    private void Configure(IEnumerable<string> settings) => File.WriteAllLines(Path.Combine(_folder, "zoo.cfg"),
    [
        $"tickTime={Tick.TotalMilliseconds:0}", "initLimit=20", "syncLimit=6", $"dataDir={_folder}/data", $"clientPort={Port}",
        "clientPortAddress=127.0.0.1", "admin.enableServer=false", "4lw.commands.whitelist=srvr,ruok,cons", "maxClientCnxns=0",
        "forceSync=no", .. settings,
    ]);
}
