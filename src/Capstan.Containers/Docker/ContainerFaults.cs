using System.Collections.Concurrent;
using Capstan.Core.Replicas;

namespace Capstan.Containers.Docker;

/// <summary>Kills and pauses containers on purpose, and lets go on in time what it paused.</summary>
internal sealed class ContainerFaults(DockerContainers containers, TimeProvider time) : IReplicaFaults, IAsyncDisposable
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, Pause> _pauses = new(StringComparer.Ordinal);
    private volatile bool _isEnding;

    public async Task<bool> KillAsync(ReplicaId id, CancellationToken cancellationToken) =>
        await RunningAsync(id, cancellationToken) is { } container && await containers.KillAsync(container, cancellationToken);

    public async Task<bool> PauseAsync(ReplicaId id, TimeSpan length, CancellationToken cancellationToken)
    {
        if (await RunningAsync(id, cancellationToken) is not { } container)
            return false;
        if (!await containers.PauseAsync(container, cancellationToken)
            && await containers.InspectAsync(container, DockerEngine.Quick, cancellationToken) is not { State: { Running: true, Paused: true } })
            return false;
        Forget(container);
        var pause = new Pause();
        _pauses[container] = pause;
        pause.Over = EndAsync(container, length, pause);
        return true;
    }

    public async Task<bool> ResumeAsync(ReplicaId id, CancellationToken cancellationToken)
    {
        if (await RunningAsync(id, cancellationToken) is not { } container)
            return false;
        Forget(container);
        await containers.UnpauseAsync(container, cancellationToken);
        return true;
    }

    /// <summary>Lets everything go on that is still paused. An engine that does not answer is asked once more for each, all at the same time, for up to 30 s.</summary>
    public async ValueTask DisposeAsync()
    {
        _isEnding = true;
        var pauses = _pauses.Values.ToList();
        foreach (var pause in pauses)
            await pause.Early.CancelAsync();
        await Task.WhenAll(pauses.Select(pause => pause.Over));
    }

    private async Task<string?> RunningAsync(ReplicaId id, CancellationToken cancellationToken)
    {
        foreach (var found in await containers.OfAsync(id, cancellationToken))
        {
            if (await containers.InspectAsync(found.Id, DockerEngine.Quick, cancellationToken) is { State.Running: true })
                return found.Id;
        }
        return null;
    }

    private void Forget(string container)
    {
        if (_pauses.TryRemove(container, out var pause))
            pause.IsVoid = true;
    }

    private async Task EndAsync(string container, TimeSpan length, Pause pause)
    {
        await Task.Delay(length, time, pause.Early.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!pause.IsVoid)
        {
            try
            {
                await containers.UnpauseAsync(container, CancellationToken.None);
                break;
            }
            catch (RuntimeUnavailableException) when (!_isEnding)
            {
                // An engine that does not answer now must be told later, or the container would stay as it is.
                await Task.Delay(RetryPause, time);
            }
            catch (RuntimeUnavailableException)
            {
                // The next controller finds a container that does not answer, and replaces it.
                break;
            }
        }
        _pauses.TryRemove(new KeyValuePair<string, Pause>(container, pause));
    }

    private sealed class Pause
    {
        public CancellationTokenSource Early { get; } = new();

        public Task Over { get; set; } = Task.CompletedTask;

        /// <summary>Whether another call has taken over what was to be done at its end.</summary>
        public volatile bool IsVoid;
    }
}
