using Capstan.Containers;
using Capstan.Core.Stacks;
using Capstan.Testing.Runtimes;

namespace Capstan.Contracts.Runtimes;

/// <summary>The twin under test.</summary>
internal sealed class InMemoryRuntimeFixture : IRuntimeFixture
{
    private const string Ignoring = "ignoring";
    private readonly InMemoryRuntime _twin = new(TimeProvider.System)
    {
        IgnoresTermination = launch => launch.Template.Image == Ignoring,
    };

    private int _port = 8000;

    public IContainerRuntime Runtime => _twin;

    public IReplicaLogs Logs => _twin;

    public IReplicaFaults Faults => _twin;

    public bool ReplicasOutliveController => true;

    public ReplicaTemplate Template(bool ignoresTermination = false) => new() { Image = ignoresTermination ? Ignoring : "polite" };

    public ReplicaTemplate MissingTemplate()
    {
        _twin.Missing.Add("missing");
        return new ReplicaTemplate { Image = "missing" };
    }

    public int FreePort() => _port++;

    public bool IsPortFree(int port) => _twin.IsPortFree(port);

    public IDisposable Occupy(int port)
    {
        _twin.RefusePort(port);
        return new Release(_twin, port);
    }

    public async Task AnsweringAsync(RuntimeReplica replica, CancellationToken cancellationToken)
    {
        while (_twin.IsPaused(replica.Id))
            await Task.Delay(20, cancellationToken);
    }

    public Task<bool> IsSilentAsync(RuntimeReplica replica, CancellationToken cancellationToken) => Task.FromResult(_twin.IsPaused(replica.Id));

    public Task PrintAsync(RuntimeReplica replica, string text, bool isError, CancellationToken cancellationToken)
    {
        _twin.Print(replica.Id, text, isError);
        return Task.CompletedTask;
    }

    public Task ExitAsync(RuntimeReplica replica, int code, CancellationToken cancellationToken)
    {
        _twin.Exit(replica.Id, code);
        return Task.CompletedTask;
    }

    public async Task ReopenAsync() => await _twin.DisposeAsync();

    public ValueTask DisposeAsync() => _twin.DisposeAsync();

    private sealed class Release(InMemoryRuntime twin, int port) : IDisposable
    {
        public void Dispose() => twin.ReleasePort(port);
    }
}
