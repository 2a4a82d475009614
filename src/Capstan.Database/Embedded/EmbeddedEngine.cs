using System.Globalization;
using Capstan.Database.Embedded.Hub;
using Capstan.Database.Embedded.Segments;
using Capstan.Database.Embedded.Session;
using Capstan.Database.Engines;
using Capstan.Database.Queues;
using Capstan.Database.Snapshots;

namespace Capstan.Database.Embedded;

/// <summary>
/// Queues, log, membership and snapshots of one database inside the controller's process; its workers connect to a Unix socket. When
/// something that must be durable cannot be written, <see cref="Faulted"/> ends: the host is to end the process then, since no later
/// success would say anything about what failed.
/// </summary>
public sealed class EmbeddedEngine : IHostedEngine
{
    private readonly EmbeddedOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogDisk _disk;
    private readonly TaskCompletionSource<Exception> _faulted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<EngineNotice> _early = [];
    private Action<EngineNotice>? _noticed;
    private EngineHouse? _house;

    /// <summary>Opens nothing yet.</summary>
    public EmbeddedEngine(EmbeddedOptions options, TimeProvider time)
        : this(options, time, new LogDisk())
    {
    }

    internal EmbeddedEngine(EmbeddedOptions options, TimeProvider time, ILogDisk disk) => (_options, _time, _disk) = (options, time, disk);

    /// <summary>See <see cref="IDatabaseEngine.Noticed"/>. What was noticed before the first handler came is told to it.</summary>
    public event Action<EngineNotice>? Noticed
    {
        add
        {
            List<EngineNotice> early;
            lock (_early)
            {
                _noticed += value;
                early = [.. _early];
                _early.Clear();
            }

            early.ForEach(notice => value?.Invoke(notice));
        }

        remove
        {
            lock (_early)
                _noticed -= value;
        }
    }

    /// <inheritdoc />
    public IRequestQueues Queues => House.Queues;

    /// <inheritdoc />
    public ISnapshotStore Snapshots => House.Hub.Snapshots;

    /// <inheritdoc />
    public IRestoreArchive Restores => House.Hub.Snapshots;

    /// <inheritdoc />
    public ISnapshotOrders SnapshotOrders => new SnapshotOrders(House.Hub.Members);

    /// <inheritdoc />
    public Task<Exception> Faulted => _faulted.Task;

    private EngineHouse House => _house ?? throw new InvalidOperationException("The engine was not started.");

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.Run(Start, cancellationToken);

    /// <inheritdoc />
    public EngineReading Read()
    {
        var hub = House.Hub;
        return new EngineReading
        {
            View = hub.Members.View,
            LogEnd = hub.Log.End,
            LogBytes = hub.Log.Bytes,
            WriteDepth = hub.Writes.Depth,
            ReadDepth = hub.Reads.Depth,
            DeadDepth = hub.Writes.DeadDepth,
            Trouble = Trouble.Of(hub.Members.View, _faulted.Task.IsCompleted ? _faulted.Task.Result : null),
        };
    }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> WorkerEnvironment(int slot) => new Dictionary<string, string>
    {
        [WorkerVariables.Socket] = House.SocketPath,
        [WorkerVariables.Slot] = slot.ToString(CultureInfo.InvariantCulture),
    };

    /// <inheritdoc />
    /// <remarks>A session is a connection, which ends with its process; so there is nothing to do.</remarks>
    public void Look(IReadOnlyList<RunningWorker> running)
    {
    }

    /// <inheritdoc />
    public ValueTask<bool> RetireAsync(int slot, CancellationToken cancellationToken) => new(Task.Run(() => House.Hub.Members.Retire(slot), cancellationToken));

    /// <inheritdoc />
    public ValueTask ForceLeaderAsync(CancellationToken cancellationToken)
    {
        House.Hub.Members.Force();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_house is not null)
            await _house.DisposeAsync();
    }

    private void Start()
    {
        try
        {
            var house = EngineHouse.Open(_options, _time, _disk, Notice, Fail);
            _house = house;
            house.Hub.Members.Changed += notice =>
            {
                house.ShowView();
                Notice(notice);
            };
            _ = FailWithLogAsync(house.Hub.Log);
            if (house.Hub.Log.Cut is { } cut)
                Notice(new EngineNotice(NoticeKinds.LogCut, cut.ToString(), null));
            house.LetIn(_options.Folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
        {
            throw new EngineException($"The database in {_options.Folder} cannot be opened: {fault.Message}", fault);
        }
    }

    private async Task FailWithLogAsync(SegmentLog log) => Fail(await log.Faulted);

    private void Fail(Exception fault)
    {
        if (_faulted.TrySetResult(fault))
            Notice(new EngineNotice(NoticeKinds.Changed, fault.Message, null));
    }

    private void Notice(EngineNotice notice)
    {
        Action<EngineNotice>? noticed;
        lock (_early)
        {
            noticed = _noticed;
            if (noticed is null)
                _early.Add(notice);
        }

        noticed?.Invoke(notice);
    }
}
