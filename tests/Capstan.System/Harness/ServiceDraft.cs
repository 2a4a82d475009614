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

    /// <summary>Whether replicas write down what they execute, see <see cref="StackUnderTest.Journal"/>.</summary>
    public bool KeepsJournal { get; init; }

    /// <summary>Whether replicas are healthy only while <see cref="StackUnderTest.NeededFile"/> is there.</summary>
    public bool NeedsFile { get; init; }

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
        if (isDocker && (KeepsJournal || NeedsFile))
            text.AppendLine("    volumes: [./journal:/journal, ./needs:/needs:ro]");
        var variables = Variables(isDocker ? "/" : "").ToList();
        if (variables.Count > 0)
            text.AppendLine("    environment:");
        foreach (var (name, value) in variables)
            text.AppendLine($"      {name}: \"{value}\"");
        foreach (var line in Settings.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            text.AppendLine($"    {line.TrimEnd()}");
        return text.ToString();
    }

    // Child processes work in the stack's folder, which containers have mounted below their root.
    private IEnumerable<(string Name, string Value)> Variables(string root)
    {
        if (KeepsJournal)
            yield return ("TEST_JOURNAL", $"{root}journal");
        if (NeedsFile)
            yield return ("TEST_NEEDS", $"{root}needs/file");
        foreach (var (name, value) in Environment)
            yield return (name, value);
    }
}
