using System.Diagnostics;
using System.Net.Sockets;
using Capstan.Bench.Programs;

namespace Capstan.Bench.Databases.Broker;

/// <summary>
/// A RabbitMQ broker of one node, on loopback unless it is told otherwise, with a virtual host for each system. Everything is RabbitMQ's default but where it listens,
/// its folders and how much it logs.
/// </summary>
internal sealed class RabbitNode : IAsyncDisposable
{
    // Debian keeps the programs themselves here; those on the PATH change to a user of the package's and to the machine's own broker.
    private const string Programs = "/usr/lib/rabbitmq/bin";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    // Who is not on loopback is not let in as the user that every broker has at first.
    private const string FarUser = "bench";

    private readonly BenchRun _run;
    private readonly string _host;
    private readonly Dictionary<string, string> _environment;
    private readonly Child _names;
    private readonly Child _node;

    private RabbitNode(BenchRun run, string folder, string host)
    {
        (_run, _host) = (run, host);
        var names = FreePorts.One();
        File.WriteAllText(Path.Combine(folder, "rabbitmq.conf"), $"listeners.tcp.1 = {host}:{Port}\nlog.file.level = warning\nlog.console = false\n");
        File.WriteAllText(Path.Combine(folder, "plugins"), "[].");
        File.WriteAllText(Path.Combine(folder, "environment"), "");
        _environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = folder,
            ["RABBITMQ_NODENAME"] = $"bench{Port}@localhost",
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq.conf"),
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(folder, "advanced.config"),
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(folder, "environment"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "plugins"),
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "data"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
            ["RABBITMQ_PID_FILE"] = Path.Combine(folder, "pid"),
            ["RABBITMQ_DIST_PORT"] = $"{FreePorts.One()}",
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = $"{names}",
        };
        // Erlang's register of nodes would otherwise be started by the node, and outlive it.
        _names = Child.Start(null, _environment, "epmd", "-port", $"{names}");
        _node = Child.Start(null, _environment, Path.Combine(Programs, "rabbitmq-server"));
    }

    /// <summary>Where clients go.</summary>
    public int Port { get; } = FreePorts.One();

    /// <summary>CPU seconds so far.</summary>
    public double CpuSeconds => ProcessTree.CpuSeconds(_node.Pid);

    /// <summary>Starts one and waits until it takes connections.</summary>
    public static async Task<RabbitNode> StartAsync(BenchRun run, string host)
    {
        var node = new RabbitNode(run, run.NewFolder("rabbit"), host);
        try
        {
            await node.ReadyAsync();
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a virtual host; its address, which on loopback leaves the user to be the one that every broker has at first.</summary>
    public async Task<string> HostAsync(string name)
    {
        await ControlAsync("add_vhost", name);
        var isNear = _host == "127.0.0.1";
        if (!isNear && !(await ControlAsync("list_users")).Contains(FarUser, StringComparison.Ordinal))
            await ControlAsync("add_user", FarUser, FarUser);
        await ControlAsync("set_permissions", "-p", name, isNear ? "guest" : FarUser, ".*", ".*", ".*");
        return $"amqp://{(isNear ? "" : $"{FarUser}:{FarUser}@")}{_host}:{Port}/{name}";
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _names.DisposeAsync();
    }

    private Task<string> ControlAsync(params IEnumerable<string> words) => Command.RunAsync(
        "env", [.. _environment.Select(variable => $"{variable.Key}={variable.Value}"), Path.Combine(Programs, "rabbitmqctl"), .. words], _run.Ending);

    private async Task ReadyAsync()
    {
        var begin = Stopwatch.GetTimestamp();
        while (!_node.HasExited && Stopwatch.GetElapsedTime(begin) < StartLimit)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(_host, Port, _run.Ending);
                await ControlAsync("await_startup");
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(100, _run.Ending);
            }
        }

        throw new BenchException($"RabbitMQ does not take connections within {StartLimit.TotalSeconds:0} s: {_node.LastWords}");
    }
}
