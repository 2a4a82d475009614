using System.Globalization;
using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Servers;

namespace Capstan.SystemTests.Databases;

/// <summary>A stack of one database and nothing else.</summary>
internal sealed class DatabaseDraft
{
    public const string Name = "main";

    /// <summary>What it runs on.</summary>
    public Engine Engine { get; init; }

    /// <summary>How it reaches the servers; not used without them.</summary>
    public ServersPlan Servers { get; init; } = new();

    public int Followers { get; init; } = 2;

    /// <summary>Whether its API asks for no token.</summary>
    public bool IsOpen { get; init; } = true;

    /// <summary>How long a silent worker stays a member. Short, so that tests are.</summary>
    public TimeSpan Session { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>More keys of the database, one to a line.</summary>
    public string Settings { get; init; } = "";

    /// <summary>The schema script.</summary>
    public string Schema { get; init; } = Registers.Schema;

    public int Port { get; } = FreePorts.One();

    /// <summary>The stack of it.</summary>
    /// <param name="servers">What it stands on; null for itself.</param>
    public StackDraft Stack(ServersUnderTest? servers)
    {
        var runtime = Engine == Engine.Containers ? Runtime.Docker : Runtime.Process;
        var stack = new StackDraft(runtime);
        stack.Text = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            name: {stack.Name}
            runtime: {(runtime == Runtime.Docker ? "docker" : "process")}
            gateway:
              listen: 127.0.0.1:{stack.GatewayPort}
            admin:
              listen: 127.0.0.1:{stack.AdminPort}
            databases:
              {Name}:
                listen: 127.0.0.1:{Port}
                open: {(IsOpen ? "true" : "false")}
                schema: schema.sql
                session: {(int)Session.TotalMilliseconds}ms

            """) + string.Concat(Keys().Concat(servers?.Keys ?? []).Select(line => $"    {line}\n"));
        return stack;
    }

    private IEnumerable<string> Keys()
    {
        if (Engine == Engine.Containers)
            yield return $"image: {DockerEngine.CapstanImage}";
        if (!Settings.Contains("scale:"))
            yield return string.Create(CultureInfo.InvariantCulture, $"followers: {Followers}");
        foreach (var line in Settings.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            yield return line.TrimEnd();
    }
}
