using System.Text;

namespace Capstan.SystemTests.Harness;

/// <summary>A service of a stack under test that runs the replica program.</summary>
internal sealed class ServiceDraft
{
    public string Name { get; init; } = "web";

    public string Route { get; init; } = "/";

    public int Replicas { get; set; } = 1;

    /// <summary>Ports in a row that are its own.</summary>
    public int PortCount { get; init; } = 6;

    /// <summary>The first of them.</summary>
    public int FirstPort { get; private set; }

    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Further lines of the service as they stand in the file, without indentation.</summary>
    public string Settings { get; set; } = "";

    /// <summary>Keys of the health check beside its path.</summary>
    public string Health { get; set; } = "interval: 1s, timeout: 500ms";

    /// <summary>The container's mounts; the docker runtime only.</summary>
    public string? Volumes { get; set; }

    public string Write(bool isDocker)
    {
        if (FirstPort == 0)
            FirstPort = FreePorts.Range(PortCount);
        var text = new StringBuilder();
        text.AppendLine($"  {Name}:");
        text.AppendLine(isDocker ? $"    image: {DockerEngine.TestServerImage}" : $"    command: [dotnet, {Repository.TestServer}]");
        text.AppendLine($"    routes: [{Route}]");
        text.AppendLine($"    ports: {FirstPort}-{FirstPort + PortCount - 1}");
        text.AppendLine($"    health: {{ path: /health, {Health} }}");
        if (!Settings.Contains("scale:"))
            text.AppendLine($"    replicas: {Replicas}");
        if (isDocker && Volumes is not null)
            text.AppendLine($"    volumes: [{Volumes}]");
        if (Environment.Count > 0)
            text.AppendLine("    environment:");
        foreach (var (name, value) in Environment)
            text.AppendLine($"      {name}: \"{value}\"");
        foreach (var line in Settings.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            text.AppendLine($"    {line.TrimEnd()}");
        return text.ToString();
    }
}
