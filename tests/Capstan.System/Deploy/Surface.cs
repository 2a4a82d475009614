using System.Globalization;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Deploy;

/// <summary>What can be seen and reached of the containers by whoever has no right to it.</summary>
internal static class Surface
{
    private const string Listening = "0A";

    /// <summary>No secret is in what Docker tells of a container, in what it wrote, in the events, or in what its processes were
    /// started with; each listens where it must alone; the engine's socket is the orchestrator's.</summary>
    public static async Task AssertClosedAsync(ComposeProject project)
    {
        var events = await project.ComposeAsync("exec", "-T", "orchestrator", "cat", "/var/lib/capstan/events.jsonl");
        Assert.Contains("database.leader-elected", events, StringComparison.Ordinal);
        Assert.All(project.Secrets, secret => Assert.False(events.Contains(secret, StringComparison.Ordinal), "an event tells a secret"));
        var made = await project.Made.ContainersAsync();
        var workers = await project.Made.WorkersAsync();
        foreach (var (name, id) in made.Concat(workers))
        {
            var inspected = await DockerEngine.RunAsync("inspect", id);
            await AssertNoSecretAsync(project, name, id, inspected);
            Assert.Equal(name == "orchestrator", inspected.Contains("docker.sock", StringComparison.Ordinal));
            Assert.Equal(Expected(name), await OpenPortsAsync(id));
            if (name != "orchestrator")
                Assert.Equal("", (await DockerEngine.RunAsync("port", id)).Trim());
        }
    }

    private static int[] Expected(string name) => name switch
    {
        "orchestrator" => [80],
        "rabbitmq" => [5672],
        "zookeeper" => [2181],
        _ => [],
    };

    private static async Task AssertNoSecretAsync(ComposeProject project, string name, string id, string inspected)
    {
        var logs = await DockerEngine.RunAsync("logs", id);
        var started = string.Concat((await PidsAsync(id)).Select(pid => Read(pid, "cmdline") + Read(pid, "environ")));
        foreach (var secret in project.Secrets)
        {
            Assert.False(inspected.Contains(secret, StringComparison.Ordinal), $"docker inspect {name} tells a secret");
            Assert.False(logs.Contains(secret, StringComparison.Ordinal), $"the log of {name} tells a secret");
            Assert.False(started.Contains(secret, StringComparison.Ordinal), $"a process of {name} was started with a secret");
        }
    }

    /// <summary>Ports that a container listens on beyond its loopback.</summary>
    private static async Task<IReadOnlyList<int>> OpenPortsAsync(string id)
    {
        var pid = (await DockerEngine.InspectAsync(id)).Pid;
        return [.. new[] { "net/tcp", "net/tcp6" }.SelectMany(file => Read(pid, file).Split('\n').Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 3 && fields[3] == Listening && !IsLoopback(fields[1]))
            .Select(fields => int.Parse(fields[1].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .Distinct().Order()];
    }

    // 127.0.0.0/8, ::1 and ::ffff:127.0.0.0/104, in words of the machine's byte order.
    private static bool IsLoopback(string address) =>
        address.Split(':')[0] is var host && (host.EndsWith("7F", StringComparison.Ordinal) || host == "00000000000000000000000001000000");

    private static async Task<IReadOnlyList<int>> PidsAsync(string id) =>
        [.. (await DockerEngine.RunAsync("top", id, "-eo", "pid")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];

    private static string Read(int pid, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/{file}");
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return "";
        }
    }
}
