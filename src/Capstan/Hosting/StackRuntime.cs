using Capstan.Containers;
using Capstan.Containers.Docker;
using Capstan.Containers.Processes;
using Capstan.Core.Stacks;

namespace Capstan.Hosting;

/// <summary>The runtime of one stack with what belongs to it.</summary>
internal sealed record StackRuntime(IContainerRuntime Containers, IReplicaFaults Faults, IReplicaLogs Logs, IImageStore? Images, IDisposable? Engine) : IAsyncDisposable
{
    /// <summary>Connects to the runtime that a stack asks for.</summary>
    /// <exception cref="RuntimeUnavailableException">It is missing or refuses; the message says what to do.</exception>
    public static async Task<StackRuntime> OpenAsync(StackRun run, TimeProvider time, CancellationToken cancellationToken) =>
        run.Spec.Runtime == RuntimeKind.Docker
            ? await OpenDockerAsync(run, time, cancellationToken)
            : await OpenProcessesAsync(run, time, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Containers.DisposeAsync();
        Engine?.Dispose();
    }

    private static async Task<StackRuntime> OpenDockerAsync(StackRun run, TimeProvider time, CancellationToken cancellationToken)
    {
        var engine = DockerEngine.FromEnvironment(time);
        try
        {
            await engine.ConnectAsync(cancellationToken);
        }
        catch
        {
            engine.Dispose();
            throw;
        }

        var stack = StackOf(run);
        var containers = new DockerRuntime(engine, stack, time);
        return new StackRuntime(containers, containers, new DockerReplicaLogs(engine, stack, time), new DockerImageStore(engine), engine);
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

    private static DockerStack StackOf(StackRun run) => new(run.Spec.Name, run.StateFolder, run.Spec.Folder);
}
