using Capstan.Containers;
using Capstan.Core.Stacks;

namespace Capstan.Contracts.Runtimes;

/// <summary>One runtime under test, with empty state of its own. Disposing it ends and removes all its replicas.</summary>
public interface IRuntimeFixture : IAsyncDisposable
{
    /// <summary>The runtime; another object after <see cref="ReopenAsync"/>.</summary>
    IContainerRuntime Runtime { get; }

    /// <summary>Its logs.</summary>
    IReplicaLogs Logs { get; }

    /// <summary>Its injuries.</summary>
    IReplicaFaults Faults { get; }

    /// <summary>Whether replicas go on when their controller ends.</summary>
    bool ReplicasOutliveController { get; }

    /// <summary>What a replica of the test server is made from.</summary>
    ReplicaTemplate Template(bool ignoresTermination = false);

    /// <summary>A template whose program or image does not exist.</summary>
    ReplicaTemplate MissingTemplate();

    /// <summary>A host port that nobody has.</summary>
    int FreePort();

    /// <summary>Whether a replica could be given this port now.</summary>
    bool IsPortFree(int port);

    /// <summary>Lets somebody else have a port until the result is disposed.</summary>
    IDisposable Occupy(int port);

    /// <summary>Returns when the replica's program answers.</summary>
    Task AnsweringAsync(RuntimeReplica replica, CancellationToken cancellationToken);

    /// <summary>Whether the replica's program gives no answer for a while.</summary>
    Task<bool> IsSilentAsync(RuntimeReplica replica, CancellationToken cancellationToken);

    /// <summary>Lets the replica's program print a line.</summary>
    Task PrintAsync(RuntimeReplica replica, string text, bool isError, CancellationToken cancellationToken);

    /// <summary>Lets the replica's program end by itself.</summary>
    Task ExitAsync(RuntimeReplica replica, int code, CancellationToken cancellationToken);

    /// <summary>Ends the runtime object as a controller that stops does, and makes a new one on the same state.</summary>
    Task ReopenAsync();
}
