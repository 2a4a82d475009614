using Capstan.Core.Replicas;

namespace Capstan.Containers;

/// <summary>
/// Injures replicas on purpose, as a fault of the machine would: the runtime goes on to know and list them, tells their end as any other
/// and starts nothing by itself. Calls for one replica never overlap each other or a stop of it by the caller; a replica that is not
/// there or has ended cannot be injured, which is an answer and no error.
/// </summary>
public interface IReplicaFaults
{
    /// <summary>Ends a replica's program without a word, as <c>kill -9</c> does. It stays listed as one that ended by itself.</summary>
    /// <returns>False when it does not run.</returns>
    /// <exception cref="RuntimeUnavailableException">The engine does not answer or refuses.</exception>
    Task<bool> KillAsync(ReplicaId id, CancellationToken cancellationToken);

    /// <summary>
    /// Stops a replica in its tracks: it keeps its port and its connections and says nothing more. It goes on by itself after
    /// <paramref name="length"/>, whatever becomes of the caller; a paused one that is paused again goes on after the new length. It is
    /// listed as running, and can be killed and stopped as any other. A runtime that is disposed of first lets go on what outlives it;
    /// what does not outlive it is ended, paused or not. After a controller that was killed, a paused container stays so until the next
    /// controller finds that it does not answer.
    /// </summary>
    /// <returns>False when it does not run.</returns>
    /// <exception cref="RuntimeUnavailableException">The engine does not answer or refuses.</exception>
    Task<bool> PauseAsync(ReplicaId id, TimeSpan length, CancellationToken cancellationToken);

    /// <summary>Lets a paused replica go on now.</summary>
    /// <returns>False when it does not run; true also for one that was not paused.</returns>
    /// <exception cref="RuntimeUnavailableException">The engine does not answer or refuses.</exception>
    Task<bool> ResumeAsync(ReplicaId id, CancellationToken cancellationToken);
}
