using Capstan.Containers;
using Capstan.Core.Stacks;
using Capstan.Testing.Runtimes;

namespace Capstan.Contracts.Runtimes;

/// <summary>The part of a fixture that all runtimes share whose replicas are real programs: they are asked over HTTP.</summary>
public abstract class RealReplicaFixture : IRuntimeFixture
{
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(500);
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(10) };

    public abstract IContainerRuntime Runtime { get; }

    public abstract IReplicaLogs Logs { get; }

    public IReplicaFaults Faults => (IReplicaFaults)Runtime;

    public abstract bool ReplicasOutliveController { get; }

    public abstract ReplicaTemplate Template(bool ignoresTermination = false);

    public abstract ReplicaTemplate MissingTemplate();

    public abstract Task ReopenAsync();

    public int FreePort() => LocalPorts.Free();

    public bool IsPortFree(int port) => LocalPorts.IsFree(port);

    public IDisposable Occupy(int port) => LocalPorts.Occupy(port);

    public async Task AnsweringAsync(RuntimeReplica replica, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var answer = await _client.GetAsync(At(replica, "/health"), cancellationToken);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Nothing tells from outside when a program begins to listen, so it is asked again until the test's deadline.
                await Task.Delay(20, cancellationToken);
            }
        }
    }

    public async Task<bool> IsSilentAsync(RuntimeReplica replica, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Silence);
        try
        {
            using var answer = await _client.GetAsync(At(replica, "/health"), limit.Token);
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }

    public Task PrintAsync(RuntimeReplica replica, string text, bool isError, CancellationToken cancellationToken) =>
        _client.GetStringAsync(At(replica, $"/print?{(isError ? "err" : "out")}={Uri.EscapeDataString(text)}"), cancellationToken);

    public Task ExitAsync(RuntimeReplica replica, int code, CancellationToken cancellationToken) =>
        _client.GetStringAsync(At(replica, $"/exit?code={code}"), cancellationToken);

    public virtual ValueTask DisposeAsync()
    {
        _client.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private static Uri At(RuntimeReplica replica, string path) => new($"http://127.0.0.1:{replica.Port}{path}");
}
