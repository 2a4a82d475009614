using Capstan.Cluster.Ensemble;
using Capstan.Cluster.Nodes;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.RabbitMq;
using Capstan.ZooKeeper;

namespace Capstan.Cluster.Membership;

/// <summary>
/// A worker's membership: its node, the views of all nodes, epochs and the leader's node. It ends with the session, or when somebody else
/// removed its node because its process is said to have ended.
/// </summary>
internal sealed class ClusterMembership : IMembership, IAsyncDisposable
{
    private readonly ZooKeeperClient _client;
    private readonly WorkerNode _own;
    private readonly TimeProvider _time;
    private readonly ViewFeed _feed = new();
    private readonly Duties _duties;
    private readonly LeadNodes _lead;
    private readonly Reporter _reporter;
    private readonly CancellationTokenSource _ends = new();
    private readonly Task _working;
    private readonly Lock _lock = new();
    private readonly List<Task> _beside = [];

    /// <summary>Begins to watch.</summary>
    /// <param name="client">Its session.</param>
    /// <param name="own">The worker, which has joined.</param>
    /// <param name="time">The clock.</param>
    public ClusterMembership(ZooKeeperClient client, WorkerNode own, TimeProvider time)
    {
        (_client, _own, _time) = (client, own, time);
        _duties = new Duties(own.Id, () => client.SilenceOf(time), client.SessionTimeout, time);
        _lead = new LeadNodes(client, own.Id, own.Pid);
        _reporter = new Reporter(WriteAsync, time);
        client.StateChanged += Look;
        _working = Task.WhenAll(
            EndingAsync(new NodeMirror(client, Show).RunAsync(_ends.Token)),
            EndingAsync(_reporter.RunAsync(_ends.Token)));
        Look(client.State);
    }

    /// <summary>What it may do now.</summary>
    public IDuties Duties => _duties;

    /// <summary>Ends with the reason when the session has ended.</summary>
    public Task<string> Ended => _feed.Ended;

    /// <inheritdoc />
    public IAsyncEnumerable<MembershipView> WatchAsync(CancellationToken cancellationToken) => _feed.WatchAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask ReportAsync(MemberState state, CancellationToken cancellationToken)
    {
        _feed.MustBeThere();
        _reporter.Tell(state);
        _duties.Tell(state);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<Epoch?> TakeEpochAsync(Epoch above, CancellationToken cancellationToken) =>
        Ended.IsCompleted ? null : await _lead.TakeEpochAsync(above, cancellationToken);

    /// <inheritdoc />
    public async Task<bool> TakeLeadAsync(Epoch epoch, CancellationToken cancellationToken)
    {
        if (Ended.IsCompleted || !await _lead.TakeLeadAsync(epoch, cancellationToken))
            return false;
        _duties.Lead(epoch);
        return true;
    }

    /// <summary>
    /// Begins work with the session that nobody waits for. It ends with the membership, and what goes wrong with it for good ends that. Any thread.
    /// </summary>
    public void Begin(Func<CancellationToken, Task> work)
    {
        lock (_lock)
        {
            if (Ended.IsCompleted)
                return;
            _beside.RemoveAll(task => task.IsCompleted);
            _beside.Add(EndingAsync(Task.Run(() => work(_ends.Token), CancellationToken.None)));
        }
    }

    /// <summary>Leaves: what is known of this worker's data is written to the roster, and its nodes go at once.</summary>
    public async ValueTask DisposeAsync()
    {
        _client.StateChanged -= Look;
        End("The worker has left.");
        await _ends.CancelAsync();
        await _working;
        await Task.WhenAll(Beside());
        await LastWord.SayAsync(_client, _own, _reporter.Newest?.Applied.Value, _time);
        _duties.Dispose();
        _ends.Dispose();
    }

    // None is added any more.
    private Task[] Beside()
    {
        lock (_lock)
            return [.. _beside];
    }

    private void Show(ClusterState state)
    {
        if (state.Workers.GetValueOrDefault(_own.Pid)?.Id != _own.Id)
        {
            End("The worker's node is gone: somebody holds its process for dead.");
            return;
        }

        var view = state.ToView();
        _duties.Show(view);
        _feed.Show(view);
    }

    private void Look(ConnectionState state)
    {
        if (state == ConnectionState.Expired)
            End("The session with the ensemble has expired.");
        else if (state == ConnectionState.Refused)
            End("The ensemble does not let this worker in any more.");
        else if (state == ConnectionState.Closed)
            End($"The session with the ensemble has ended: {_client.Trouble}");
        _duties.Connection();
    }

    private void End(string reason)
    {
        _feed.End(reason);
        _duties.End();
    }

    private async Task<bool> WriteAsync(MemberState state, CancellationToken cancellationToken)
    {
        try
        {
            await _client.SetAsync(NodePaths.Worker(_own.Pid), NodeJson.Write(_own.Tell(state)), cancellationToken: cancellationToken);
            return true;
        }
        catch (ZooKeeperException unknown) when (unknown.IsUnknown)
        {
            // The next call waits for the session to come back.
            return false;
        }
    }

    private async Task EndingAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (OperationCanceledException)
        {
            // It leaves.
        }
        catch (ZooKeeperException fault)
        {
            End($"The session with the ensemble has ended: {fault.Message}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            End($"The files of the database cannot be read: {fault.Message}");
        }
        catch (Exception fault)
        {
            // One that nobody foresaw, too: a member that sees and tells nothing any more would be worse than none.
            End($"The membership cannot go on: {fault.Message}");
        }
    }
}
