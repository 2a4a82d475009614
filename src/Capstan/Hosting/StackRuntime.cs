using Capstan.Containers;
using Capstan.Containers.Docker;
using Capstan.Containers.Processes;
using Capstan.Core.Stacks;

namespace Capstan.Hosting;

/// <summary>The runtime of one stack with what belongs to it.</summary>
internal sealed record StackRuntime(IContainerRuntime Containers, IReplicaFaults Faults, IReplicaLogs Logs, IImageStore? Images, StackDocker? Docker) : IAsyncDisposable
{
    /// <summary>Connects to the runtime that a stack asks for.</summary>
    /// <param name="run">What is run.</param>
    /// <param name="time">Clock of deadlines and pauses.</param>
    /// <param name="warn">Takes what the runtime has to say to the operator, on any thread.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RuntimeUnavailableException">It is missing or refuses; the message says what to do.</exception>
    public static async Task<StackRuntime> OpenAsync(StackRun run, TimeProvider time, Action<string> warn, CancellationToken cancellationToken) =>
        run.Spec.Runtime == RuntimeKind.Docker
            ? await OpenDockerAsync(run, time, warn, cancellationToken)
            : await OpenProcessesAsync(run, time, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Containers.DisposeAsync();
        Docker?.Dispose();
    }

    private static async Task<StackRuntime> OpenDockerAsync(StackRun run, TimeProvider time, Action<string> warn, CancellationToken cancellationToken)
    {
        var docker = await StackDocker.OpenAsync(run, time, cancellationToken);
        var containers = new DockerRuntime(docker.Engine, docker.Stack, time, docker.Own, warn);
        return new StackRuntime(containers, containers, new DockerReplicaLogs(docker.Engine, docker.Stack, time), new DockerImageStore(docker.Engine), docker);
    }

    private static async Task<StackRuntime> OpenProcessesAsync(StackRun run, TimeProvider time, CancellationToken cancellationToken)
    {
        var options = new ProcessRuntimeOptions
        {
            StateFolder = run.StateFolder,
            Folder = run.Spec.Folder,
            GuardCommand = [.. ThisProgram.Command, ThisProgram.GuardWord],
        };
        var processes = new ProcessRuntime(options, time);
        await processes.InitializeAsync(cancellationToken);
        return new StackRuntime(processes, processes, new ProcessLogs(run.StateFolder, time), null, null);
    }
}
