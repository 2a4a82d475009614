using System.Threading.Channels;
using Capstan.Cluster.Ensemble;
using Capstan.Cluster.Nodes;
using Capstan.Core.Stacks;
using Capstan.Database.Engines;
using Capstan.ZooKeeper;

namespace Capstan.Cluster.Controlling;

/// <summary>
/// The controller's sessions with the ensemble, one after the other: it outlives them all. What was read last stays shown while there is
/// none.
/// </summary>
internal sealed class EnsembleLink : IAsyncDisposable
{
    // A pass that failed while the session goes on is made again.
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly EnsembleSpec _spec;
    private readonly TimeSpan _session;
    private readonly Housekeeping _housekeeping;
    private readonly Action<ClusterState, ClusterState> _changed;
    private readonly TimeProvider _time;
    private readonly Func<double> _chance;
    private readonly Channel<bool> _marks = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ends = new();
    private ZooKeeperClient? _client;
    private ClusterState _state = ClusterState.Empty;
    private long _heard;
    private string _fault = "";
    private string _unforeseen = "";
    private Task _running = Task.CompletedTask;

    /// <summary>Connects to nothing yet.</summary>
    /// <param name="spec">The ensemble.</param>
    /// <param name="session">The session's timeout.</param>
    /// <param name="housekeeping">What is written to it.</param>
    /// <param name="changed">Takes the state before and after each change, one at a time.</param>
    /// <param name="time">The clock.</param>
    /// <param name="chance">Numbers from 0 to below 1.</param>
    public EnsembleLink(
        EnsembleSpec spec, TimeSpan session, Housekeeping housekeeping, Action<ClusterState, ClusterState> changed, TimeProvider time, Func<double> chance)
    {
        (_spec, _session, _housekeeping, _changed, _time, _chance) = (spec, session, housekeeping, changed, time, chance);
        _heard = time.GetTimestamp();
    }

    /// <summary>The session; null while there is none.</summary>
    public ZooKeeperClient? Client => Volatile.Read(ref _client);

    /// <summary>What the nodes said when they were last read.</summary>
    public ClusterState State => Volatile.Read(ref _state);

    /// <summary>What stands in the way of a session, or of its connection, in brackets for the end of a sentence; empty when nothing is known.</summary>
    public string Cause => Volatile.Read(ref _fault) is { Length: > 0 } fault ? $" ({fault.TrimEnd('.')})" : "";

    /// <summary>What goes wrong on this side, though the ensemble may answer, for people; empty when nothing does.</summary>
    public string Trouble => Volatile.Read(ref _unforeseen) is { Length: > 0 } fault ? fault : _housekeeping.Trouble;

    /// <summary>How long the ensemble has not been heard of; zero while it is.</summary>
    public TimeSpan Silence => Client is { } client ? client.SilenceOf(_time) : _time.GetElapsedTime(Interlocked.Read(ref _heard));

    /// <summary>Returns when all nodes were read once.</summary>
    /// <exception cref="EngineException">The ensemble does not answer in time, or not to these credentials.</exception>
    public async Task StartAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        _running = Task.Run(RunAsync, CancellationToken.None);
        try
        {
            await _read.Task.WaitAsync(patience, _time, cancellationToken);
        }
        catch (TimeoutException late)
        {
            throw new EngineException($"The ensemble {_spec} does not answer within {patience.TotalSeconds:0} s{Cause}. See that it runs and can be reached from here.", late);
        }
    }

    /// <summary>Has a pass of the housekeeping made soon.</summary>
    public void Mark() => _marks.Writer.TryWrite(true);

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await _running;
        _ends.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_ends.IsCancellationRequested)
        {
            try
            {
                await using var client = await ConnectAsync(_ends.Token);
                await ServeAsync(client);
            }
            catch (OperationCanceledException) when (_ends.IsCancellationRequested)
            {
                // It is being closed.
            }
            catch (Exception fault)
            {
                Fail(fault);
                await PauseAsync();
            }
        }
    }

    /// <summary>Whatever it is, the next session may go well; and without one nothing is written.</summary>
    private void Fail(Exception fault)
    {
        Volatile.Write(ref _fault, fault.Message);
        if (fault is ZooKeeperException { Error: ZooKeeperError.AuthFailed or ZooKeeperError.NoAuth })
        {
            _read.TrySetException(new EngineException($"The ensemble {_spec} does not let Capstan in: {fault.Message} See user and password of its address.", fault));
        }
        else if (fault is not ZooKeeperException)
        {
            var words = $"What is kept on the ensemble {_spec} cannot be looked after: {fault.Message}";
            Volatile.Write(ref _unforeseen, words);
            _read.TrySetException(new EngineException(words, fault));
        }
    }

    /// <summary>Until the session ends.</summary>
    private async Task ServeAsync(ZooKeeperClient client)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(_ends.Token);
        try
        {
            await _housekeeping.PrepareAsync(client, ends.Token);
            Volatile.Write(ref _client, client);
            Volatile.Write(ref _fault, "");
            client.StateChanged += Look;
            Task[] work =
            [
                new NodeMirror(client, Show).RunAsync(ends.Token), TidyAsync(client, ends.Token), EndedAsync(client, ends.Token),
            ];
            var first = await Task.WhenAny(work);
            await ends.CancelAsync();
            await Task.WhenAll(work).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            await first;
        }
        finally
        {
            client.StateChanged -= Look;
            Interlocked.Exchange(ref _heard, _time.GetTimestamp() - (long)(client.SilenceOf(_time).TotalSeconds * _time.TimestampFrequency));
            Volatile.Write(ref _client, null);
        }
    }

    private Task<ZooKeeperClient> ConnectAsync(CancellationToken cancellationToken) => ZooKeeperClient.ConnectAsync(
        EnsembleAddress.OptionsOf(_spec, _session, _time, _chance) with { Troubled = reason => Volatile.Write(ref _fault, reason) }, cancellationToken);

    private static async Task EndedAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Hear(ConnectionState state)
        {
            if (state is ConnectionState.Expired or ConnectionState.Refused or ConnectionState.Closed)
                ended.TrySetResult();
        }

        client.StateChanged += Hear;
        try
        {
            Hear(client.State);
            await ended.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            client.StateChanged -= Hear;
        }
    }

    private void Look(ConnectionState state)
    {
        // What is said of the ensemble has changed, though no node has.
        _changed(State, State);
        Mark();
    }

    private void Show(ClusterState state)
    {
        var before = State;
        Volatile.Write(ref _state, state);
        _housekeeping.Follow(before, state);
        _changed(before, state);
        Volatile.Write(ref _unforeseen, "");
        _read.TrySetResult();
        Mark();
    }

    private async Task TidyAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        while (await _marks.Reader.ReadAsync(cancellationToken))
        {
            if (await TryTidyAsync(client, cancellationToken))
                continue;
            await Task.Delay(PauseAfterFailure, _time, cancellationToken);
            Mark();
        }
    }

    private async Task<bool> TryTidyAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        var trouble = Trouble;
        try
        {
            await _housekeeping.TidyAsync(client, State, cancellationToken);
        }
        catch (ZooKeeperException fault) when (fault.Error != ZooKeeperError.SessionExpired)
        {
            return false;
        }

        if (Trouble != trouble)
            _changed(State, State);
        return Trouble.Length == 0;
    }

    private async Task PauseAsync()
    {
        try
        {
            await Task.Delay(PauseAfterFailure, _time, _ends.Token);
        }
        catch (OperationCanceledException)
        {
            // It is being closed.
        }
    }
}
