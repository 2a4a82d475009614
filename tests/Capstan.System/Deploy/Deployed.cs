using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Deploy;

/// <summary>What a deployment has made in the engine: compose's own part, and that of its orchestrator.</summary>
/// <param name="project">Name of the compose project.</param>
internal sealed class Deployed(string project)
{
    private readonly string _ofCompose = $"label=com.docker.compose.project={project}";
    private string? _ofOrchestrator;

    /// <summary>Learns what the orchestrator labels its workers with, once its state has a volume.</summary>
    public async Task FindAsync() => _ofOrchestrator =
        "label=capstan.stack-id=" + (await DockerEngine.RunAsync("volume", "inspect", $"{project}_state", "--format", "{{.Mountpoint}}")).Trim();

    /// <summary>The running containers that compose made: names of services and full ids.</summary>
    public Task<IReadOnlyDictionary<string, string>> ContainersAsync() => RunningAsync(_ofCompose, "{{.Label \"com.docker.compose.service\"}} {{.ID}}");

    /// <summary>The running containers of workers: names and full ids.</summary>
    public Task<IReadOnlyDictionary<string, string>> WorkersAsync() => RunningAsync(_ofOrchestrator!, "{{.Names}} {{.ID}}");

    /// <summary>Process ids of the workers as the engine knows them, sorted.</summary>
    public async Task<IReadOnlyList<int>> PidsAsync()
    {
        List<int> pids = [];
        foreach (var id in (await WorkersAsync()).Values)
            pids.Add((await DockerEngine.InspectAsync(id)).Pid);
        return [.. pids.Order()];
    }

    /// <summary>Volumes of slots.</summary>
    public Task<IReadOnlyList<string>> VolumesAsync() => LinesAsync("volume", "ls", "-q", "--filter", _ofOrchestrator!);

    /// <summary>All that there is of both: containers in any state, volumes, networks.</summary>
    public async Task<IReadOnlyList<string>> AllAsync()
    {
        List<string> found = [];
        foreach (var label in new[] { _ofCompose, _ofOrchestrator! })
        {
            found.AddRange(await LinesAsync("ps", "-a", "--filter", label, "--format", "container {{.Names}}"));
            found.AddRange(await LinesAsync("volume", "ls", "--filter", label, "--format", "volume {{.Name}}"));
            found.AddRange(await LinesAsync("network", "ls", "--filter", label, "--format", "network {{.Name}}"));
        }

        return found;
    }

    /// <summary>Removes workers and their volumes by force; the orchestrator may not run.</summary>
    public async Task RemoveWorkersAsync()
    {
        if (_ofOrchestrator is null)
            return;
        foreach (var id in await LinesAsync("ps", "-aq", "--filter", _ofOrchestrator))
            await DockerEngine.RunAsync("rm", "--force", "-v", id);
        foreach (var volume in await VolumesAsync())
            await DockerEngine.RunAsync("volume", "rm", volume);
    }

    private static async Task<IReadOnlyDictionary<string, string>> RunningAsync(string label, string format) =>
        (await LinesAsync("ps", "--no-trunc", "--filter", label, "--format", format)).Select(line => line.Split(' ')).ToDictionary(parts => parts[0], parts => parts[1]);

    private static async Task<IReadOnlyList<string>> LinesAsync(params string[] arguments) =>
        (await DockerEngine.RunAsync(arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
