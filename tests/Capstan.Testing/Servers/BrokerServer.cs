using System.Diagnostics;
using System.Net.Sockets;
using Capstan.Core.Stacks;
using Capstan.Testing.Runtimes;

namespace Capstan.Testing.Servers;

/// <summary>
/// A RabbitMQ broker of Debian's package on loopback, with a folder of its own. It ends with this program. Tests keep apart by virtual host.
/// </summary>
public sealed class BrokerServer : IAsyncDisposable
{
    private const string Programs = "/usr/lib/rabbitmq/bin/";
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);

    private readonly BrokerNode _node;
    private readonly SemaphoreSlim _vhosts = new(1);
    private readonly Queue<string> _free = new();
    private GuardedProcess? _process;
    private int _made;

    private BrokerServer(BrokerNode node) => _node = node;

    /// <summary>Why no broker can run here; null when one can.</summary>
    public static string? Missing => File.Exists(Programs + "rabbitmq-server") ? null : "Debian's package rabbitmq-server is not installed.";

    /// <summary>Where it listens.</summary>
    public HostPort Address => new("127.0.0.1", _node.Port);

    /// <summary>Where it listens with encryption; nowhere of one that does not.</summary>
    public HostPort EncryptedAddress { get; private init; }

    /// <summary>Name of its Erlang node.</summary>
    public string Name => _node.Name;

    /// <summary>What it has logged, for tests that failed.</summary>
    public string LogFile => Path.Combine(_node.Folder, "log", "broker.log");

    /// <summary>Starts one and waits until it listens.</summary>
    public static async Task<BrokerServer> StartAsync()
    {
        var server = new BrokerServer(await BrokerNode.MakeAsync(Guid.NewGuid().ToString("N")[..8], []));
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts one that takes encrypted connections too, and waits until it listens.</summary>
    /// <param name="authority">Signs the certificates of those it lets in.</param>
    /// <param name="certificate">Its own.</param>
    /// <param name="asksForOne">Whether it lets nobody in who shows none.</param>
    public static async Task<BrokerServer> StartEncryptedAsync(TestAuthority authority, TestCertificate certificate, bool asksForOne)
    {
        var port = LocalPorts.Free();
        var server = new BrokerServer(await BrokerNode.MakeAsync(
            Guid.NewGuid().ToString("N")[..8], [], $"listeners.ssl.1 = 127.0.0.1:{port}", $"ssl_options.cacertfile = {authority.FilePath}",
            $"ssl_options.certfile = {certificate.CertificateFile}", $"ssl_options.keyfile = {certificate.KeyFile}",
            $"ssl_options.verify = {(asksForOne ? "verify_peer" : "verify_none")}", $"ssl_options.fail_if_no_peer_cert = {(asksForOne ? "true" : "false")}"))
        {
            EncryptedAddress = new HostPort("127.0.0.1", port),
        };
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it, in the folder it had.</summary>
    public async Task StartAgainAsync()
    {
        await BeginAsync();
        await ListensAsync();
    }

    /// <summary>Ends it at once, as a power switch would but for what the kernel keeps.</summary>
    public async Task KillAsync()
    {
        await _process!.DisposeAsync();
        _process = null;
    }

    /// <summary>Ends it in good order.</summary>
    public async Task StopAsync()
    {
        await _process!.SignalAsync("TERM");
        await _process.EndedAsync(StopPatience);
        await KillAsync();
    }

    /// <summary>Ends it in good order and starts it again.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAgainAsync();
    }

    /// <summary>
    /// Puts the names of its queues' logs on the disk, which it does by itself some three seconds late: killed before, it comes back without them.
    /// </summary>
    public Task SettleAsync() => EvalAsync("[ok = dets:sync(Table) || Table <- dets:all()], ok.");

    /// <summary>It stands still until <see cref="ResumeAsync"/>.</summary>
    public Task PauseAsync() => _process!.SignalAsync("STOP");

    /// <summary>It goes on.</summary>
    public Task ResumeAsync() => _process!.SignalAsync("CONT");

    /// <summary>A virtual host that no other test has, for user `guest`.</summary>
    public async Task<BrokerSpec> NewVhostAsync()
    {
        await _vhosts.WaitAsync();
        try
        {
            if (_free.Count == 0)
                await MakeVhostsAsync(10);
            return new BrokerSpec { Hosts = [Address], VirtualHost = _free.Dequeue() };
        }
        finally
        {
            _vhosts.Release();
        }
    }

    /// <summary>A user with rights in one virtual host, each a regular expression of names.</summary>
    public async Task<BrokerSpec> AddUserAsync(BrokerSpec spec, string user, string configure, string write, string read)
    {
        var password = $"secret-of-{user}";
        await CtlAsync("add_user", user, password);
        await CtlAsync("set_permissions", "-p", spec.VirtualHost, user, configure, write, read);
        return spec with { User = user, Password = password };
    }

    /// <summary>Makes it short of memory, or gives it enough again.</summary>
    public Task SetMemoryAlarmAsync(bool isOn) => CtlAsync(isOn ? ["set_vm_memory_high_watermark", "absolute", "1MB"] : ["set_vm_memory_high_watermark", "0.4"]);

    /// <summary>Makes it short of disk, or gives it enough again.</summary>
    public Task SetDiskAlarmAsync(bool isOn) => CtlAsync("set_disk_free_limit", isOn ? "900000GB" : "10MB");

    /// <summary>Runs `rabbitmqctl` and returns what it printed.</summary>
    public Task<string> CtlAsync(params string[] arguments) => RunAsync(Programs + "rabbitmqctl", ["-q", .. arguments]);

    /// <summary>Has it evaluate an Erlang expression.</summary>
    public Task<string> EvalAsync(string expression) => CtlAsync("eval", expression);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();
        _vhosts.Dispose();
        Directory.Delete(_node.Folder, recursive: true);
    }

    /// <summary>One of several nodes; those named are its peers.</summary>
    internal static BrokerServer Of(BrokerNode node) => new(node);

    /// <summary>Starts it without waiting.</summary>
    internal async Task BeginAsync() =>
        _process = await GuardedProcess.StartAsync(_node.Folder, [Programs + "rabbitmq-server"], _node.Environment);

    /// <summary>Waits until it listens.</summary>
    internal async Task ListensAsync()
    {
        using var limit = new CancellationTokenSource(StartPatience);
        while (!await TryConnectAsync())
        {
            if (limit.IsCancellationRequested || _process!.HasEnded)
                throw new InvalidOperationException($"The broker did not start:\n{await File.ReadAllTextAsync(Path.Combine(_node.Folder, "output.log"), CancellationToken.None)}");
            await Task.Delay(50, CancellationToken.None);
        }
    }

    private async Task MakeVhostsAsync(int count)
    {
        var names = Enumerable.Range(_made, count).Select(number => $"v{number}").ToList();
        _made += count;
        var list = string.Join(',', names.Select(name => $"<<\"{name}\">>"));
        await EvalAsync(
            $"[begin ok = rabbit_vhost:add(N, <<\"test\">>), rabbit_auth_backend_internal:set_permissions(<<\"guest\">>, N, <<\".*\">>, <<\".*\">>, <<\".*\">>, <<\"test\">>) end || N <- [{list}]], ok.");
        names.ForEach(_free.Enqueue);
    }

    private async Task<bool> TryConnectAsync()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(Address.Host, Address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<string> RunAsync(string program, IEnumerable<string> arguments)
    {
        using var limit = new CancellationTokenSource(StartPatience);
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in _node.Environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        var said = (await output).Trim();
        return process.ExitCode == 0 ? said : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {said} {await error}");
    }
}
