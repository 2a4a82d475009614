using System.Globalization;
using System.Security.Cryptography;
using Capstan.Cluster.Ensemble;
using Capstan.Cluster.Files;
using Capstan.Cluster.Joining;
using Capstan.Cluster.Lifelines;
using Capstan.Cluster.Membership;
using Capstan.Cluster.Nodes;
using Capstan.Database.Embedded.Snapshots;
using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Snapshots;
using Capstan.Database.Worker;
using Capstan.RabbitMq;
using Capstan.ZooKeeper;

namespace Capstan.Cluster;

/// <summary>
/// A worker's session with a database on RabbitMQ and ZooKeeper: a session with the ensemble, which makes it a member, and one with the
/// broker. Either one's end is the end of both: the process ends and is started again.
/// </summary>
public sealed class ClusterWorkerEngine : IWorkerEngine
{
    private readonly ZooKeeperClient _client;
    private readonly ClusterMembership _members;
    private readonly BrokerSession _broker;
    private readonly Lifeline? _lifeline;

    private ClusterWorkerEngine(
        WorkerNode own, WorkerSettings settings, ZooKeeperClient client, ClusterMembership members, BrokerSession broker, Lifeline? lifeline, ISnapshotStore files)
    {
        (_client, _members, _broker, _lifeline) = (client, members, broker, lifeline);
        (Id, Slot, Pid, Settings, Snapshots) = (own.Id, own.Slot, own.Pid, settings, files);
    }

    /// <inheritdoc />
    public WorkerSettings Settings { get; }

    /// <inheritdoc />
    public Guid Id { get; }

    /// <inheritdoc />
    public int Slot { get; }

    /// <inheritdoc />
    public int Pid { get; }

    /// <inheritdoc />
    public IReplicationLog Log => _broker.Log;

    /// <inheritdoc />
    public IWriteConsumer Writes => _broker.Writes;

    /// <inheritdoc />
    public IReadConsumer Reads => _broker.Reads;

    /// <inheritdoc />
    public IMembership Members => _members;

    /// <inheritdoc />
    public ISnapshotStore Snapshots { get; }

    /// <summary>Joins the database that a worker's environment names. Waits for an ensemble, and then for a broker, that is away.</summary>
    /// <param name="environment">The variables of <see cref="ClusterVariables"/>, and the worker's folder.</param>
    /// <param name="engine">Version and options of this worker's SQLite.</param>
    /// <param name="pid">The worker's process id as it sees it itself.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EngineException">It is not let in, or something stands in the way that does not go away by itself.</exception>
    /// <exception cref="SessionLostException">The session ended while it joined: start it again at once.</exception>
    public static async Task<ClusterWorkerEngine> ConnectAsync(
        IReadOnlyDictionary<string, string> environment, string engine, int pid, CancellationToken cancellationToken)
    {
        var file = EngineFile.Read(Need(environment, ClusterVariables.Engine));
        if (!int.TryParse(Need(environment, ClusterVariables.Slot), NumberStyles.None, CultureInfo.InvariantCulture, out var slot))
            throw new EngineException($"{ClusterVariables.Slot} is not a slot.");
        var time = TimeProvider.System;
        ZooKeeperClient? client = null;
        ClusterMembership? members = null;
        Lifeline? lifeline = null;
        try
        {
            client = await ZooKeeperClient.ConnectAsync(EnsembleAddress.OptionsOf(file.Ensemble, file.Session, time, Chance), cancellationToken);
            var settings = await SettingsAsync(client, time, cancellationToken);
            if (environment.GetValueOrDefault(ClusterVariables.Pid) == ClusterVariables.Told)
                pid = await ToldPid.FindAsync(client, slot, Environment.MachineName, time, cancellationToken);
            var own = new WorkerNode { Id = Guid.NewGuid(), Slot = slot, Pid = pid, Engine = engine };
            lifeline = environment.TryGetValue(ClusterVariables.Lifeline, out var end) ? new Lifeline(end, own.Id, time) : null;
            await new Joiner(client, own, environment.GetValueOrDefault(WorkerProcess.FolderVariable), time).JoinAsync(cancellationToken);
            members = new ClusterMembership(client, own, time);
            var broker = await BrokerAsync(file, own, members, cancellationToken);
            return new ClusterWorkerEngine(own, settings, client, members, broker, lifeline, FilesOf(file, client, members, time));
        }
        catch (Exception fault)
        {
            if (members is not null)
                await members.DisposeAsync();
            if (client is not null)
                await client.DisposeAsync();
            if (lifeline is not null)
                await lifeline.DisposeAsync();
            if (fault is ZooKeeperException ensemble)
                throw Understood(ensemble, file);
            // A client's own patience ended: nobody asked for it.
            if (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new SessionLostException($"A server did not answer in time: {fault.Message}", fault);
            throw;
        }
    }

    /// <inheritdoc />
    public ValueTask NoteAsync(string kind, string detail) => _broker.NoteAsync(kind, detail);

    /// <summary>Leaves: its nodes and connections go at once, so that nobody waits for a session to end.</summary>
    public async ValueTask DisposeAsync()
    {
        var closing = _broker.DisposeAsync().AsTask();
        await _members.DisposeAsync();
        await _client.DisposeAsync();
        await closing;
        if (_lifeline is not null)
            await _lifeline.DisposeAsync();
    }

    /// <summary>Until the controller has written them: it is the first to come to an ensemble that was set up anew.</summary>
    private static async Task<WorkerSettings> SettingsAsync(ZooKeeperClient client, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            if ((await client.ReadAsync<WorkerSettings>(NodePaths.Settings, cancellationToken))?.Value is { } settings)
                return settings;
            await Task.Delay(Joiner.LookEvery, time, cancellationToken);
        }
    }

    /// <summary>A member without a broker is shown as one that waits for it.</summary>
    private static async Task<BrokerSession> BrokerAsync(EngineFile file, WorkerNode own, ClusterMembership members, CancellationToken cancellationToken)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var settings = new BrokerSettings { Broker = file.Broker, Session = file.Session, QueueLimit = file.QueueLimit };
        var connecting = BrokerSession.ConnectAsync(settings, own.Id, own.Slot, members.Duties, lost.Token);
        if (await Task.WhenAny(connecting, members.Ended) == connecting)
            return await connecting;
        await lost.CancelAsync();
        try
        {
            await (await connecting).DisposeAsync();
        }
        catch (OperationCanceledException)
        {
            // It gave up.
        }

        throw new SessionLostException(await members.Ended);
    }

    private static SharedSnapshots FilesOf(EngineFile file, ZooKeeperClient client, ClusterMembership members, TimeProvider time)
    {
        var folder = new SnapshotFolder(file.Files, time);
        return new SharedSnapshots(
            folder, time, () => members.Begin(token => NewestSnapshot.PublishAsync(client, () => SharedSnapshots.NewestOf(folder), token)));
    }

    private static Exception Understood(ZooKeeperException fault, EngineFile file) => fault.Error is ZooKeeperError.AuthFailed or ZooKeeperError.NoAuth
        ? new EngineException($"The ensemble {file.Ensemble} does not let this worker in: {fault.Message}", fault)
        : new SessionLostException($"The session with the ensemble ended: {fault.Message}", fault);

    private static double Chance() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;

    private static string Need(IReadOnlyDictionary<string, string> environment, string name) => environment.TryGetValue(name, out var value)
        ? value
        : throw new EngineException($"{name} is not set: a worker is started by its controller, which sets it.");
}
