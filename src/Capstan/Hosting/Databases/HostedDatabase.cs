using Capstan.Containers;
using Capstan.Control;
using Capstan.Control.Databases;
using Capstan.Core.Stacks;
using Capstan.Database.Api;
using Capstan.Database.Embedded;
using Capstan.Database.Engines;
using Capstan.Database.Snapshots;
using Capstan.Events;
using Microsoft.Extensions.Logging;

namespace Capstan.Hosting.Databases;

/// <summary>One database inside this process: its engine, and the API in front of it. Its workers are the controller's business.</summary>
internal sealed class HostedDatabase : IDatabaseFront, IAsyncDisposable
{
    private readonly DatabaseSpec _spec;
    private readonly string _folder;
    private readonly IHostedEngine _engine;
    private readonly MeteredQueues _queues;
    private readonly IWorkerPlaces _places;
    private readonly ReadCounter _reads;
    private readonly TimeProvider _time;
    private DatabaseApi? _api;

    private HostedDatabase(DatabaseSpec spec, string folder, IHostedEngine engine, IWorkerPlaces places, TimeProvider time)
    {
        (_spec, _folder, _engine, _places, _time) = (spec, folder, engine, places, time);
        _queues = new MeteredQueues(engine.Queues);
        _reads = new ReadCounter(time);
        Address = $"http://{spec.Listen with { Host = TargetPublisher.HostOf(spec.Listen.Host) }}";
    }

    public string Name => _spec.Name;

    /// <inheritdoc />
    public string Address { get; private set; }

    /// <summary>What the controller needs of it.</summary>
    public DatabaseParts Parts => new() { Engine = _engine, Front = this, Places = _places, Reads = _reads };

    /// <summary>Ends with the cause when the process must end, since what must be durable cannot be written.</summary>
    public Task<Exception> Faulted => _engine.Faulted;

    /// <summary>Opens the engine.</summary>
    /// <exception cref="EngineException">It cannot be opened; the message names cause and remedy.</exception>
    /// <exception cref="RuntimeUnavailableException">What is to run its workers does not answer or refuses.</exception>
    public static async Task<HostedDatabase> OpenAsync(
        DatabaseSpec spec, string stateFolder, WorkerPlaces places, TimeProvider time, CancellationToken cancellationToken)
    {
        var folder = WorkerFolders.DatabaseFolder(stateFolder, spec.Name);
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var steady = new SteadyClock(time);
        var engine = DatabaseEngines.Of(spec, folder, steady);
        try
        {
            await engine.StartAsync(cancellationToken);
            return new HostedDatabase(spec, folder, engine, await places.OpenAsync(spec, cancellationToken), steady);
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Begins to listen.</summary>
    /// <exception cref="IOException">The address is taken.</exception>
    public async Task ListenAsync(StackController controller, IEventLog events, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var parts = new DatabaseApiParts
        {
            Spec = _spec,
            Queues = _queues,
            Snapshots = _engine.Snapshots,
            Reading = _engine.Read,
            Workers = new WorkerControl(Name, _engine, controller, _time),
            Backups = new SnapshotBackups(_engine.Snapshots, _engine.SnapshotOrders, _time),
            Archive = _engine.Restores,
            FileCheck = new SqliteFileCheck(),
            Tokens = _spec.IsOpen ? null : DatabaseTokens.LoadOrCreate(_folder),
            TemporaryFolder = Path.Combine(_folder, "temporary"),
            ReadArrived = _reads.Count,
            Time = _time,
            Chance = Chance.Fill,
            Notice = sentence => events.Append(EventKinds.Warning, sentence, Name),
            Loggers = loggers,
        };
        try
        {
            _api = await DatabaseApi.StartAsync(parts, cancellationToken);
        }
        catch (IOException taken)
        {
            throw new IOException($"The API of database '{Name}' cannot listen on {_spec.Listen}: {taken.Message}", taken);
        }

        // Port 0 took any free one.
        Address = $"http://{_spec.Listen with { Host = TargetPublisher.HostOf(_spec.Listen.Host), Port = new Uri(_api.Address).Port }}";
    }

    /// <inheritdoc />
    public FrontReading Read() => _queues.Reading;

    /// <inheritdoc />
    public async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _api, null) is { } api)
            await api.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await _engine.DisposeAsync();
    }
}
