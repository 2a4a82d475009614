using System.Net.NetworkInformation;
using System.Net.Sockets;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Deploy;

/// <summary>A broker and a coordinator in containers, with the settings of <c>deploy/</c>, published for this machine and its containers.</summary>
internal sealed class ServerContainers : IAsyncDisposable
{
    public const string RabbitMqImage = "capstan-test-rabbitmq:1";
    public const string ZooKeeperImage = "capstan-test-zookeeper:1";

    private readonly List<string> _containers = [];

    private ServerContainers()
    {
    }

    /// <summary>This machine as containers see it, and nobody outside of it.</summary>
    public static string Bridge { get; } = FindBridge();

    /// <summary>URL of the broker, its password included.</summary>
    public string Broker { get; private set; } = "";

    /// <summary>URL of the coordinator, without a user.</summary>
    public string Ensemble { get; private set; } = "";

    public static async Task<ServerContainers> StartAsync(TempFolder folder)
    {
        await DockerEngine.NeedImagesAsync(RabbitMqImage, ZooKeeperImage);
        var (broker, ensemble, password) = (FreePorts.One(), FreePorts.One(), Guid.NewGuid().ToString("N"));
        var deploy = Path.Combine(Repository.Root, "deploy");
        await File.WriteAllTextAsync(folder["user.conf"], $"default_user = capstan\ndefault_pass = {password}\n");
        var servers = new ServerContainers { Broker = $"amqp://capstan:{password}@{Bridge}:{broker}/main", Ensemble = $"zookeeper://{Bridge}:{ensemble}/main" };
        await servers.RunAsync(
            RabbitMqImage, $"{Bridge}:{broker}:5672",
            "-v", $"{deploy}/rabbitmq/rabbitmq.conf:/etc/rabbitmq/conf.d/10-capstan.conf:ro", "-v", $"{folder["user.conf"]}:/etc/rabbitmq/conf.d/20-user.conf:ro",
            "-e", "RABBITMQ_NODENAME=rabbit@localhost", "--ulimit", "nofile=16384");
        await servers.RunAsync(ZooKeeperImage, $"{Bridge}:{ensemble}:2181", "-v", $"{deploy}/zookeeper/zoo.cfg:/conf/zoo.cfg:ro");
        return servers;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var container in _containers)
            await DockerEngine.RunAsync("rm", "--force", "-v", container);
    }

    private static string FindBridge() => NetworkInterface.GetAllNetworkInterfaces().FirstOrDefault(network => network.Name == "docker0")?.GetIPProperties()
        .UnicastAddresses.First(address => address.Address.AddressFamily == AddressFamily.InterNetwork).Address.ToString() ?? "";

    private async Task RunAsync(string image, string port, params string[] more) =>
        _containers.Add((await DockerEngine.RunAsync(["run", "-d", "-p", port, .. more, image])).Trim());
}
