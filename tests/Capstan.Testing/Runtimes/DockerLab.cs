using Capstan.Containers;
using Capstan.Containers.Docker;

namespace Capstan.Testing.Runtimes;

/// <summary>What tests need from a real engine; `./test` sets it up.</summary>
public static class DockerLab
{
    /// <summary>The engine that <c>DOCKER_HOST</c> names.</summary>
    public static DockerEngine Engine { get; } = DockerEngine.FromEnvironment(TimeProvider.System);

    /// <summary>A stack that no other test has.</summary>
    public static DockerStack NewStack() => new("lab", Guid.NewGuid().ToString("N"), Path.GetTempPath());

    /// <summary>Why tests with containers cannot run here; null when they can.</summary>
    public static async Task<string?> LackAsync(CancellationToken cancellationToken)
    {
        try
        {
            var fault = await new DockerImageStore(Engine).EnsureAsync(
                TestServerProgram.Image, new Progress<PullProgress>(), cancellationToken);
            return fault is null ? null : $"{fault} Run ./test, which builds it.";
        }
        catch (RuntimeUnavailableException error)
        {
            return error.Message;
        }
    }

    /// <summary>Removes all of a stack's containers, its network and its volumes.</summary>
    public static async Task CleanAsync(DockerStack stack)
    {
        await using var runtime = new DockerRuntime(Engine, stack, TimeProvider.System);
        foreach (var replica in await runtime.ListAsync(CancellationToken.None))
            await runtime.StopAsync(replica.Id, TimeSpan.Zero, CancellationToken.None);
        var filter = "label=capstan.stack-id=" + stack.Id;
        // One by one: an engine prunes for nobody while it does for somebody else.
        foreach (var kind in (string[])["network", "volume"])
        {
            var left = await DockerCommand.RunAsync(kind, "ls", "-q", "--filter", filter);
            foreach (var one in left.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                await DockerCommand.RunAsync(kind, "rm", one);
        }
    }
}
