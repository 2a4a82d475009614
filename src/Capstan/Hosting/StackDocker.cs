using Capstan.Containers;
using Capstan.Containers.Docker;
using Capstan.Core.Stacks;

namespace Capstan.Hosting;

/// <summary>The Docker Engine that runs a stack.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Stack">What it knows the stack by.</param>
/// <param name="Own">The container in which Capstan itself runs; null on a host.</param>
internal sealed record StackDocker(DockerEngine Engine, DockerStack Stack, OwnContainer? Own) : IDisposable
{
    /// <summary>Connects to the engine.</summary>
    /// <exception cref="RuntimeUnavailableException">It is missing or refuses, or cannot run this stack from here; the message says what to do.</exception>
    public static async Task<StackDocker> OpenAsync(StackRun run, TimeProvider time, CancellationToken cancellationToken)
    {
        var engine = DockerEngine.FromEnvironment(time);
        try
        {
            await engine.ConnectAsync(cancellationToken);
            var own = await OwnContainer.FindAsync(engine, cancellationToken);
            if (own is { IsOnHostNetwork: false } && run.Spec.Services.FirstOrDefault(service => service.Template is not null) is { } unreachable)
                throw Unreachable(unreachable);
            return new StackDocker(engine, new DockerStack(run.Spec.Name, IdOf(run, own), run.Spec.Folder), own);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    public void Dispose() => Engine.Dispose();

    /// <summary>Where the state is for the engine: paths inside of containers are the same in all of them.</summary>
    private static string IdOf(StackRun run, OwnContainer? own) => own is null ? run.StateFolder : own.HostPathOf(run.StateFolder)
        ?? throw new RuntimeUnavailableException(
            $"The state folder {run.StateFolder} is in Capstan's own container alone and would go with it: mount a volume or a folder of the host there.");

    // Replicas are reached by their published ports, on the host's loopback.
    private static RuntimeUnavailableException Unreachable(ServiceSpec service) => new(
        $"Capstan runs in a container with a network of its own, from where it does not reach the ports of service '{service.Name}': "
        + "run services from the host, or give Capstan's container the host's network.");
}
