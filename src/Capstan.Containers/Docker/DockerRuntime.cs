using System.Runtime.CompilerServices;
using Capstan.Core.Replicas;

namespace Capstan.Containers.Docker;

/// <summary>
/// Replicas as containers of a Docker Engine. They outlive this object: a later one with the same <see cref="DockerStack.Id"/> finds
/// them by their labels and their names. Nothing else on the engine is touched.
/// </summary>
/// <param name="engine">The engine; stays the caller's to dispose.</param>
/// <param name="stack">Whose containers these are.</param>
/// <param name="time">Clock of deadlines and pauses.</param>
/// <param name="own">The container in which this program runs itself; null on a host.</param>
/// <param name="warn">Takes a sentence for the operator, on any thread; null where nobody hears it.</param>
public sealed class DockerRuntime(DockerEngine engine, DockerStack stack, TimeProvider time, OwnContainer? own = null, Action<string>? warn = null)
    : IContainerRuntime, IReplicaFaults
{
    private readonly DockerContainers _containers = new(engine, stack, time);
    private readonly Surroundings _surroundings = new(stack, own);
    private readonly StackNetwork _network = new(engine, stack);
    private readonly ContainerBook _book = new(new DockerContainers(engine, stack, time), time, warn ?? (_ => { }));
    private readonly LabelledStrangers _strangers = new(warn ?? (_ => { }));
    private readonly ContainerFaults _faults = new(new DockerContainers(engine, stack, time), time);

    /// <inheritdoc />
    public async Task<IReadOnlyList<RuntimeReplica>> ListAsync(CancellationToken cancellationToken)
    {
        var labelled = (await _containers.LabelledAsync(cancellationToken)).ToLookup(_containers.IsOurs);
        _strangers.Look([.. labelled[false]]);
        return await _book.ReportAsync([.. labelled[true]], cancellationToken);
    }

    /// <inheritdoc />
    public Task<StartOutcome> StartAsync(ReplicaLaunch launch, CancellationToken cancellationToken) =>
        new ContainerStart(_containers, _network, _surroundings).RunAsync(launch, cancellationToken);

    /// <inheritdoc />
    public async Task StopAsync(ReplicaId id, TimeSpan grace, CancellationToken cancellationToken)
    {
        foreach (var container in await _containers.OfAsync(id, cancellationToken))
        {
            await _containers.EndAsync(container.Id, grace, cancellationToken);
            await _containers.RemoveAsync(container.Id, cancellationToken);
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<RuntimeEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var listener = _book.Listen();
        try
        {
            await foreach (var news in new ContainerEvents(_containers, time).ReadAsync(cancellationToken))
            {
                _book.Hear(listener, news);
                yield return news.Event;
            }
        }
        finally
        {
            _book.Leave(listener);
        }
    }

    /// <inheritdoc />
    public Task<bool> KillAsync(ReplicaId id, CancellationToken cancellationToken) => _faults.KillAsync(id, cancellationToken);

    /// <inheritdoc />
    public Task<bool> PauseAsync(ReplicaId id, TimeSpan length, CancellationToken cancellationToken) => _faults.PauseAsync(id, length, cancellationToken);

    /// <inheritdoc />
    public Task<bool> ResumeAsync(ReplicaId id, CancellationToken cancellationToken) => _faults.ResumeAsync(id, cancellationToken);

    /// <summary>The containers go on running, those too that were paused. When there are none any more, the stack's network is removed; volumes always stay.</summary>
    public async ValueTask DisposeAsync()
    {
        await _faults.DisposeAsync();
        try
        {
            if ((await _containers.ListAsync(CancellationToken.None)).Length == 0)
                await _network.RemoveAsync(CancellationToken.None);
        }
        catch (RuntimeUnavailableException)
        {
            // An empty network does no harm; the stack's next run uses it and removes it at its end.
        }
        await _book.DisposeAsync();
        _network.Dispose();
    }
}
