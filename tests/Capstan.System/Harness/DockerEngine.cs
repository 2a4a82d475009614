using System.Text.Json;

namespace Capstan.SystemTests.Harness;

/// <summary>The Docker Engine of the environment, asked with Docker's own client, so that Capstan's is not its own witness.</summary>
internal static class DockerEngine
{
    /// <summary>Image of Capstan itself, and so of the workers of databases.</summary>
    public const string CapstanImage = "capstan:test";

    private static readonly Dictionary<string, string> NoVariables = [];
    private static readonly Lazy<Task<string?>> WhyNot = new(FindWhyNotAsync);

    /// <summary>Image of the replica program.</summary>
    public static string TestServerImage { get; } = Environment.GetEnvironmentVariable("CAPSTAN_TEST_IMAGE") ?? "capstan-test-server:1";

    /// <summary>Process id of an engine that runs for these tests alone; null when it is somebody's.</summary>
    public static int? OwnPid { get; } =
        Environment.GetEnvironmentVariable("CAPSTAN_TEST_ENGINE_PID_FILE") is { } file && File.Exists(file) ? int.Parse(File.ReadAllText(file)) : null;

    /// <summary>Skips the test, with the reason, where no engine answers.</summary>
    public static async Task NeedAsync(Runtime runtime = Runtime.Docker)
    {
        if (runtime == Runtime.Docker && await WhyNot.Value is { } reason)
            Assert.Skip(reason);
    }

    /// <summary>Skips the test where one of these images is missing.</summary>
    public static async Task NeedImagesAsync(params IEnumerable<string> images)
    {
        foreach (var image in images)
        {
            if ((await TryRunAsync("image", "inspect", image)).Code != 0)
                Assert.Skip($"The image '{image}' is missing; './test' prepares it.");
        }
    }

    /// <summary>Names of the volumes of a stack.</summary>
    public static Task<IReadOnlyList<string>> VolumesAsync(string stack) => ListAsync("volume", "ls", "-q", "--filter", LabelOf(stack));

    /// <summary>Removes the volumes of a stack, which outlive it.</summary>
    public static async Task RemoveVolumesAsync(string stack)
    {
        foreach (var volume in await VolumesAsync(stack))
            await RunAsync("volume", "rm", volume);
    }

    /// <summary>Removes the networks of a stack, which outlive a controller that was killed; no container may be on them.</summary>
    public static async Task RemoveNetworksAsync(string stack)
    {
        foreach (var network in await ListAsync("network", "ls", "-q", "--filter", LabelOf(stack)))
            await RunAsync("network", "rm", network);
    }

    /// <summary>Containers of a stack, in any state.</summary>
    public static async Task<IReadOnlyList<ContainerView>> ContainersAsync(string stack)
    {
        List<ContainerView> found = [];
        foreach (var id in await ListAsync("ps", "-a", "-q", "--no-trunc", "--filter", LabelOf(stack)))
        {
            if (await TryInspectAsync(id) is { } container)
                found.Add(container);
        }

        return found;
    }

    /// <summary>A container as the engine describes it.</summary>
    public static async Task<ContainerView> InspectAsync(string id) =>
        await TryInspectAsync(id) ?? throw new InvalidOperationException($"There is no container {id}.");

    /// <summary>Runs Docker's client and gives its output.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output, error) = await TryRunAsync(arguments);
        Assert.True(code == 0, $"docker {string.Join(' ', arguments)}: exit code {code}\n{output}\n{error}");
        return output;
    }

    private static string LabelOf(string stack) => $"label=capstan.stack={stack}";

    private static async Task<IReadOnlyList<string>> ListAsync(params string[] arguments) =>
        (await RunAsync(arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<ContainerView?> TryInspectAsync(string id)
    {
        var (code, output, _) = await TryRunAsync("inspect", "--type", "container", id);
        if (code != 0)
            return null;
        var root = JsonDocument.Parse(output).RootElement[0];
        var state = root.GetProperty("State");
        return new ContainerView(
            root.GetProperty("Id").GetString()!, root.GetProperty("Name").GetString()!, state.GetProperty("Status").GetString()!,
            state.GetProperty("StartedAt").GetString()!, state.GetProperty("Pid").GetInt32());
    }

    private static async Task<(int Code, string Output, string Error)> TryRunAsync(params string[] arguments)
    {
        using var run = ChildRun.Start(Path.GetTempPath(), NoVariables, "docker", arguments);
        var code = await run.EndAsync(TimeSpan.FromSeconds(60));
        return (code, run.Output, run.Error);
    }

    private static async Task<string?> FindWhyNotAsync()
    {
        try
        {
            var (code, _, error) = await TryRunAsync("version", "--format", "{{.Server.Version}}");
            if (code != 0)
                return $"No Docker Engine answers: {error.Trim()}";
            var (found, _, _) = await TryRunAsync("image", "inspect", TestServerImage);
            return found == 0 ? null : $"The image '{TestServerImage}' is missing; './test' prepares it.";
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            return $"Docker's client is missing: {fault.Message}";
        }
    }
}
