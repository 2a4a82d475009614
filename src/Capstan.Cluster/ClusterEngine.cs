using System.Globalization;
using System.Security.Cryptography;
using Capstan.Cluster.Controlling;
using Capstan.Cluster.Ensemble;
using Capstan.Cluster.Files;
using Capstan.Cluster.Lifelines;
using Capstan.Cluster.Membership;
using Capstan.Cluster.Nodes;
using Capstan.Database.Embedded.Files;
using Capstan.Database.Embedded.Snapshots;
using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Snapshots;
using Capstan.RabbitMq;
using Capstan.ZooKeeper;

namespace Capstan.Cluster;

/// <summary>
/// The controller's side of a database on RabbitMQ and ZooKeeper. It outlives every outage of both: what was known last is shown
/// meanwhile, and the trouble is named.
/// </summary>
public sealed class ClusterEngine : IHostedEngine
{
    /// <summary>How long a start waits for the ensemble, and for the broker.</summary>
    public static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    private readonly ClusterOptions _options;
    private readonly NoticeBoard _notices = new();
    private readonly KnownFile _known;
    private readonly SnapshotFolder _files;
    private readonly SharedSnapshots _snapshots;
    private readonly Housekeeping _housekeeping;
    private readonly EnsembleLink _link;
    private readonly LifelineServer _lifelines;
    private readonly BrokerFront _front;
    private readonly Retirement _retirement;
    private readonly RetentionWatch _retention;
    private FileStream? _lock;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="options">Its settings.</param>
    /// <param name="time">The clock.</param>
    public ClusterEngine(ClusterOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        Directory.CreateDirectory(options.Folder, DurableFile.OwnerFolder);
        _known = new KnownFile(Path.Combine(options.Folder, "known"));
        _files = new SnapshotFolder(Path.Combine(options.Folder, "snapshots"), time);
        _snapshots = new SharedSnapshots(_files, time, TellNewest);
        _housekeeping = new Housekeeping(options.Settings, _known, () => SharedSnapshots.NewestOf(_files));
        _link = new EnsembleLink(options.Ensemble, options.Settings.Session, _housekeeping, Show, time, Chance);
        _lifelines = new LifelineServer(
            life =>
            {
                _housekeeping.End(life);
                _link.Mark();
            },
            time);
        _front = new BrokerFront(
            new BrokerSettings { Broker = options.Broker, Session = options.Settings.Session, QueueLimit = options.QueueLimit, Time = time }, Refusal);
        _retirement = new Retirement(_link, _known, _front);
        _retention = new RetentionWatch(_front, _files.List, time);
        _front.Noticed += _notices.Tell;
    }

    /// <inheritdoc />
    /// <remarks>What was noticed before the first handler came is told to it.</remarks>
    public event Action<EngineNotice> Noticed
    {
        add => _notices.Add(value);
        remove => _notices.Remove(value);
    }

    /// <inheritdoc />
    public IRequestQueues Queues => _front;

    /// <inheritdoc />
    public ISnapshotStore Snapshots => _snapshots;

    /// <inheritdoc />
    public IRestoreArchive Restores => _snapshots;

    /// <inheritdoc />
    public ISnapshotOrders SnapshotOrders => new SnapshotOrders(_link, _housekeeping, _notices);

    /// <inheritdoc />
    /// <remarks>What must be durable is so elsewhere: it never ends.</remarks>
    public Task<Exception> Faulted { get; } = new TaskCompletionSource<Exception>().Task;

    private string EnginePath => Path.Combine(_options.Folder, "engine.json");

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            File.SetUnixFileMode(_options.Folder, DurableFile.OwnerFolder);
            _lock = Lock();
            await _snapshots.OpenAsync(cancellationToken);
            WorkersFile().Write(EnginePath);
            if (_lifelines.Start(_files.Path) is { } lack)
                _notices.Tell(new EngineNotice(NoticeKinds.LifelineMissing, lack, null));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"The database in {_options.Folder} cannot be opened: {fault.Message}", fault);
        }

        await _front.StartAsync(cancellationToken);
        await _link.StartAsync(StartPatience, cancellationToken);
        _retention.Start();
    }

    /// <inheritdoc />
    public EngineReading Read()
    {
        var view = _link.State.ToView();
        var broker = _front.Read();
        return new EngineReading
        {
            View = view,
            // Of both the broker is late: it counts its messages now and then.
            LogEnd = view.Members.Select(member => member.State.Position).Append(new LogPosition(broker.LogMessages)).Max(),
            WriteDepth = broker.WriteDepth,
            ReadDepth = broker.ReadDepth,
            DeadDepth = broker.DeadDepth,
            Trouble = ClusterTrouble.Of(broker.Trouble, EnsembleTrouble(), _link.Trouble, _retention.Trouble, view),
        };
    }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> WorkerEnvironment(int slot)
    {
        var environment = new Dictionary<string, string>
        {
            [ClusterVariables.Engine] = EnginePath,
            [ClusterVariables.Slot] = slot.ToString(CultureInfo.InvariantCulture),
        };
        if (_lifelines.Path is { } path)
            environment[ClusterVariables.Lifeline] = path;
        return environment;
    }

    /// <inheritdoc />
    public void Look(IReadOnlyList<RunningWorker> running)
    {
        if (_housekeeping.Look(running))
            _link.Mark();
    }

    /// <inheritdoc />
    public async ValueTask<bool> RetireAsync(int slot, CancellationToken cancellationToken)
    {
        if (!await _retirement.RetireAsync(slot, cancellationToken))
            return false;
        _notices.Tell(new EngineNotice(NoticeKinds.SlotRetired, $"slot {slot} is off the roster: the others have applied all that it had", slot));
        return true;
    }

    /// <inheritdoc />
    public async ValueTask ForceLeaderAsync(CancellationToken cancellationToken)
    {
        if (_link.State.ToView().Leader is not null)
            return;
        if (_link.Client is not { State: ConnectionState.Connected } client)
            throw new EngineException(EnsembleTrouble() is { Length: > 0 } trouble ? trouble : $"There is no connection to the ensemble {_options.Ensemble} at the moment. Try again.");
        try
        {
            await client.TryCreateAsync(NodePaths.Force, default, cancellationToken);
        }
        catch (Exception fault) when (fault is ZooKeeperException or ObjectDisposedException)
        {
            throw new EngineException($"The ensemble {_options.Ensemble} has not answered, and nobody knows whether a leader is forced: {fault.Message} Try again; a second time does no harm.", fault);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _lifelines.DisposeAsync();
        await _retention.DisposeAsync();
        await _link.DisposeAsync();
        await _front.DisposeAsync();
        if (_lock is not null)
            await _lock.DisposeAsync();
    }

    private void Show(ClusterState before, ClusterState after)
    {
        foreach (var notice in ViewChanges.Between(before, after))
            _notices.Tell(notice);
    }

    private void TellNewest()
    {
        _housekeeping.TellNewest();
        _link.Mark();
    }

    private string? Refusal() => EnsembleTrouble() is { Length: > 0 } trouble ? trouble : null;

    private string EnsembleTrouble()
    {
        var silence = _link.Silence;
        if (silence < DutyRule.PatienceOf(_options.Settings.Session))
            return "";
        return $"The ensemble {_options.Ensemble} has not answered for {silence.TotalSeconds:0} s{_link.Cause}: no leader can be sure of its place, so nothing is written. "
            + "See that it runs and can be reached from here.";
    }

    private EngineFile WorkersFile() => new()
    {
        Database = _options.Settings.Database,
        Broker = _options.Broker,
        Ensemble = _options.Ensemble,
        Session = _options.Settings.Session,
        QueueLimit = _options.QueueLimit,
        Files = _files.Path,
    };

    private FileStream Lock()
    {
        try
        {
            return new FileStream(Path.Combine(_options.Folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault)
        {
            throw new EngineException($"Another process has the database in {_options.Folder} open. Stop it first.", fault);
        }
    }

    private static double Chance() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;
}
