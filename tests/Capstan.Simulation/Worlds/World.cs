using System.Globalization;
using Capstan.Database.Embedded.Queueing;
using Capstan.Database.Leadership;
using Capstan.Database.Log;
using Capstan.Simulation.Ledgers;
using Capstan.Simulation.Mutants;
using Capstan.Simulation.Workers;
using Capstan.Testing;
using Capstan.Testing.Databases;

namespace Capstan.Simulation.Worlds;

/// <summary>
/// One database in a world without time of its own: real workers, simulated log, queue, members, snapshots and clients. Everything that
/// happens is a move, and the seed decides which comes next.
/// </summary>
internal sealed partial class World : ISchemaTrial
{
    private static readonly CoreSettings Settings = new()
    {
        ReadBack = TimeSpan.FromMilliseconds(800),
        Turn = TimeSpan.FromMilliseconds(300),
        CheckpointEvery = TimeSpan.FromMilliseconds(1500),
        RepairBatch = 3,
    };

    private readonly CoreSettings _settings;
    private readonly Chance _chance;
    private readonly Plan _plan;
    private readonly Mutant _mutant;
    private readonly Ledger _ledger;
    private readonly SimLog[] _logs;
    private readonly SimMembers _members;
    private readonly SimQueue _queue;
    private readonly SimSnapshots _snapshots;
    private readonly MemoryFiles _files = new();
    private readonly List<Slot> _slots = [];
    private readonly List<Connection> _connections = [];
    private readonly Action<string>? _trace;
    private TimeSpan _now = TimeSpan.FromSeconds(1);
    private long _queueSkew;
    private string _schema;
    private int _step;

    public World(int seed, Mutant mutant, Action<string>? trace = null)
    {
        _chance = new Chance(seed);
        // Every fourth world has short ones, so that candidates overtake each other; without any they would do so for ever.
        _settings = seed % 4 == 3 ? Settings with { Turn = TimeSpan.FromMilliseconds(20) } : Settings;
        _plan = new Plan(_chance, mutant.Theme, mutant.IsBroker);
        _mutant = mutant;
        _trace = trace;
        _ledger = new Ledger(Tally);
        _logs = [.. Enumerable.Range(0, mutant.HasLogForEach ? MaxSlots : 1).Select(_ => new SimLog(_chance, _plan.IsBroker || mutant.ShowsUnsynced))];
        _members = new SimMembers(_plan.ClaimReplaces);
        var suspectFrom = mutant.DeliversTogether ? int.MaxValue : _plan.SuspectFrom;
        _queue = new SimQueue(_chance, Tally, () => new FailureBook(_plan.DeliveryLimit, suspectFrom, new ManualTimeProvider()), mutant.CountsCopies, _plan.IsBroker);
        _snapshots = new SimSnapshots(mutant.TrustsSnapshots);
        _schema = _plan.HasSchema ? KeyValueSql.Create : "";
        for (var slot = 0; slot < _plan.Slots; slot++)
            AddSlot();
    }

    private const int MaxSlots = 5;

    public Tally Tally { get; } = new();

    /// <summary>Lets the seed's moves happen, heals everything, and checks all promises.</summary>
    /// <exception cref="ViolationException">One was broken.</exception>
    public void Run()
    {
        Say(() => $"{_plan.Theme}, {(_plan.IsBroker ? "broker" : "embedded")}, {_plan.Slots} slots, {_plan.Steps} steps, delivery limit {_plan.DeliveryLimit}, key limit {_plan.KeyLimit}");
        foreach (var slot in _slots)
            Start(slot);
        for (_step = 0; _step < _plan.Steps; _step++)
            Make(_plan.Next(_chance));
        Heal();
        _ledger.CheckAll([.. _slots.Where(slot => slot.IsWanted)]);
    }

    string? ISchemaTrial.Try(string script) => null;

    private long QueueClock => 1_000_000_000 + (long)_now.TotalMilliseconds + _queueSkew;

    private SimLog LogOf(Slot slot) => _logs[_mutant.HasLogForEach ? slot.Number : 0];

    private IEnumerable<Life> Lives => _slots.Where(slot => slot.Life is not null).Select(slot => slot.Life!);

    private Life? AnyLife() => _chance.OneOf([.. Lives.Where(life => life.IsAlive && !life.IsStopped)]);

    private void Say(Func<string> words) =>
        _trace?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{_step,5} {_now.TotalSeconds,8:0.000}  {words()}"));

    private Slot AddSlot()
    {
        var disk = new MemoryDisk { Files = _files, Crashes = EndsProcess };
        var slot = new Slot(_slots.Count, disk);
        _slots.Add(slot);
        return slot;
    }

    /// <summary>Some records always end whoever applies them, some only now and then.</summary>
    private bool EndsProcess(LogRecord record) => record.Request.Value.StartsWith("poison", StringComparison.Ordinal) || _chance.Percent(50);
}
