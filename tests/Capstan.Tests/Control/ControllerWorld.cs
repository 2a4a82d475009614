using Capstan.Control;
using Capstan.Control.Databases;
using Capstan.Core.Replicas;
using Capstan.Core.Stacks;
using Capstan.Events;
using Capstan.State;
using Capstan.Testing;
using Capstan.Testing.Runtimes;

namespace Capstan.Tests.Control;

/// <summary>A controller among twins, on a clock that only the test moves. What it does is awaited through its events.</summary>
internal sealed class ControllerWorld : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private CancellationTokenSource _leave = new();
    private readonly StackSpec _spec;
    private StackController? _controller;
    private Task _running = Task.CompletedTask;
    private long _read;

    public ControllerWorld(params ServiceSpec[] services)
        : this(null, services)
    {
    }

    /// <summary>A stack with a database of this specification.</summary>
    public ControllerWorld(DatabaseSpec? database, params ServiceSpec[] services)
    {
        _spec = new StackSpec { Name = "test", Folder = Folder, Services = services, Databases = database is null ? [] : [database] };
        Runtime = new InMemoryRuntime(Time);
        Plane = new InMemoryDataPlane(Time);
        Events = new InMemoryEventLog(Time);
        Engine = new EngineTwin("main", Runtime);
        Reads = new ReadCounter(Time);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("capstan-control-").FullName;

    public ManualTimeProvider Time { get; } = new();

    public InMemoryRuntime Runtime { get; }

    public InMemoryDataPlane Plane { get; private set; }

    public InMemoryEventLog Events { get; }

    /// <summary>The engine of the database <c>main</c>.</summary>
    public EngineTwin Engine { get; }

    public FrontTwin Front { get; private set; } = new();

    public ReadCounter Reads { get; }

    public ScriptedProbe Probe { get; } = new();

    /// <summary>Null: workers are child processes.</summary>
    public IWorkerPlaces? Places { get; init; }

    /// <summary>Null: replicas are not made from images.</summary>
    public SlowImages? Images { get; init; }

    public StackController Controller => _controller ?? throw new InvalidOperationException("Start it first.");

    public Task Running => _running;

    public static ServiceSpec Service(string name = "web", int replicas = 1, ScaleSpec? scale = null, PortRange? ports = null) => new()
    {
        Name = name,
        Template = new ReplicaTemplate { Command = [name] },
        Replicas = replicas,
        Scale = scale,
        Ports = ports ?? new PortRange(8000, 8019),
        Health = new HealthSpec { Path = "/health" },
    };

    public StackSpec With(DatabaseSpec database) => _spec with { Databases = [database] };

    public StackSpec With(params ServiceSpec[] services) => _spec with { Services = services };

    public void Start(StackSpec? spec = null)
    {
        Plane = new InMemoryDataPlane(Time);
        Front = new FrontTwin();
        var parts = new ControlParts
        {
            Runtime = Runtime,
            Faults = Runtime,
            Logs = Runtime,
            Images = Images,
            Plane = Plane,
            Probe = Probe,
            Events = Events,
            State = new StateFile(Folder),
            StateFolder = Folder,
            Time = Time,
            Chance = () => 0.5,
            Databases = new Dictionary<string, DatabaseParts>
            {
                ["main"] = new() { Engine = Engine, Front = Front, Places = Places ?? new WorkerFolders(Folder, "main", ["capstan", "worker"]), Reads = Reads },
            },
        };
        _controller = new StackController(spec ?? _spec, parts, () => new StackAddresses(["http://127.0.0.1:8080"], "http://127.0.0.1:9900"));
        _running = _controller.RunAsync(_leave.Token);
    }

    /// <summary>Waits for the next event that fits, past those already waited for.</summary>
    public async Task<StackEvent> UntilAsync(string kind, Func<StackEvent, bool>? fits = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Deadline);
        try
        {
            await foreach (var happened in Events.FollowAsync(_read, limit.Token))
            {
                if (happened.Kind != kind || fits?.Invoke(happened) == false)
                    continue;
                _read = happened.Id;
                return happened;
            }
        }
        catch (OperationCanceledException)
        {
            // Told below, with what did happen.
        }

        throw new TimeoutException($"No {kind} came. What came:\n" + string.Join('\n', Events.All.Select(happened => $"{happened.Kind} {happened.Replica} {happened.Reason}")));
    }

    public Task<StackEvent> UntilAsync(string kind, string replica) => UntilAsync(kind, happened => happened.Replica == replica);

    /// <summary>Waits for a pass after which the status fits.</summary>
    public async Task UntilStatusAsync(Func<StackStatus, bool> fits)
    {
        var fitted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(StackStatus status)
        {
            if (fits(status))
                fitted.TrySetResult();
        }

        Controller.Looked += Look;
        try
        {
            Look(Controller.Status());
            await fitted.Task.WaitAsync(Deadline, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException("The status never came to fit: " + Controller.Status(), late);
        }
        finally
        {
            Controller.Looked -= Look;
        }
    }

    /// <summary>Moves time on step by step, a pass of the loop at least between two steps, until something has come.</summary>
    public async Task AdvanceUntilAsync(Task came, TimeSpan step)
    {
        while (!came.IsCompleted)
        {
            var looked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            void Look(StackStatus status) => looked.TrySetResult();
            Controller.Looked += Look;
            Time.Advance(step);
            await Task.WhenAny(looked.Task, came);
            Controller.Looked -= Look;
        }

        await came;
    }

    public async Task StartedAsync()
    {
        Start();
        await UntilAsync(EventKinds.StackReady);
    }

    /// <summary>Another controller on the same state folder and runtime, after the first one left.</summary>
    public void Restart(StackSpec? spec = null)
    {
        _controller?.Dispose();
        _leave.Dispose();
        _leave = new CancellationTokenSource();
        Start(spec);
    }

    public async Task LeaveAsync()
    {
        await _leave.CancelAsync();
        await _running;
    }

    public IReadOnlyList<ReplicaId> Live() => [.. Runtime.Replicas.Where(replica => replica.IsRunning).Select(replica => replica.Id)];

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        _controller?.Dispose();
        _leave.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
