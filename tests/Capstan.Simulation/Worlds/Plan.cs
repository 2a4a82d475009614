using Capstan.Database.Leadership;

namespace Capstan.Simulation.Worlds;

/// <summary>What kind of world a seed makes: its engine, its size, and how often each fault comes.</summary>
internal sealed class Plan
{
    private const int Scale = 8;
    private const Move FirstFault = Move.LoseMessage;

    /// <summary>The theme of everything, with much more of the ordinary course of things between two faults.</summary>
    public const string Brisk = "brisk";

    /// <summary>The theme of leaders who are stopped and go on beside their successors, as briskly.</summary>
    public const string Zombies = "brisk zombies";

    /// <summary>The theme of writes that end their leaders, repeated, beside others, while nothing else goes wrong.</summary>
    public const string Beside = "beside poison";

    /// <summary>The theme of logs whose front goes again and again, whether snapshots lead to where they begin then or not.</summary>
    public const string Fronts = "fronts";

    private static readonly int[] Ordinary = [60, 30, 80, 30, 20, 25, 25, 15, 15, 15, 15, 25, 25, 14, 2, 8, 3, 8, 4, 3];

    private static readonly int[] Faults =
    [
        2, 2, 3, 2, 4, 2, 3, 3, 1, 1, 1, 1, 1, 5, 2, 2, 1, 1, 2, 1, 3, 2, 2, 1, 1, 1, 1, 1, 2, 2, 1,
    ];

    /// <summary>What a world is about: moves that come so many times as often, or (0) not at all.</summary>
    private static readonly (string Name, (Move Move, int Times)[] Moves)[] Themes =
    [
        ("everything", [(Move.PoisonApply, 1)]),
        ("zombies",
        [
            (Move.CrashWorker, 2), (Move.StopWorker, 4), (Move.ContinueWorker, 2), (Move.ExpireSession, 6), (Move.Deliver, -4), (Move.GiveWrites, 2), (Move.TakeWrites, 2),
            (Move.PoisonApply, 0), (Move.PoisonTake, 0), (Move.RecreateLog, 0), (Move.KillAll, 0), (Move.HoldDown, 0), (Move.LosePower, 0),
        ]),
        ("lost ends",
        [
            (Move.LosePower, 3), (Move.HoldDown, 2), (Move.LetUp, 3), (Move.DeliverReport, -3), (Move.Sync, -8), (Move.NewWrite, 2),
            (Move.PoisonApply, 0), (Move.PoisonTake, 0), (Move.RecreateLog, 0), (Move.KillAll, 0), (Move.Force, 0), (Move.FailDisk, 0),
        ]),
        ("cut ends",
        [
            (Move.LosePower, 5), (Move.Sync, -30), (Move.DeliverReport, -6), (Move.NewWrite, 2), (Move.CrashWorker, 1), (Move.StopWorker, 0), (Move.HoldDown, 0),
            (Move.KillAll, 0), (Move.RecreateLog, 0), (Move.PoisonApply, 0), (Move.PoisonTake, 0), (Move.Force, 0), (Move.FailDisk, 0), (Move.RestoreOrImport, 0),
            (Move.Shrink, 0), (Move.Grow, 0), (Move.RetireSlot, 0), (Move.ShiftQueueClock, 0), (Move.Requeue, 0),
        ]),
        ("snapshots",
        [
            (Move.MakeSnapshot, 6), (Move.PurgeTables, 4), (Move.PurgeLog, 20), (Move.CorruptSnapshot, 20), (Move.Shrink, 4), (Move.Grow, 6), (Move.RetireSlot, 6),
            (Move.CrashWorker, 2), (Move.HoldDown, 3), (Move.LetUp, 4), (Move.PoisonApply, 0), (Move.PoisonTake, 0), (Move.RecreateLog, 0), (Move.Force, 0),
        ]),
        ("poison",
        [
            (Move.PoisonApply, 4), (Move.PoisonTake, 2), (Move.RecreateLog, 0), (Move.LosePower, 0), (Move.KillAll, 0), (Move.Force, 0),
        ]),
        ("repetition",
        [
            (Move.Retry, 4), (Move.DuplicateWrite, 10), (Move.Requeue, 6), (Move.RestoreOrImport, 6), (Move.ShiftQueueClock, 6), (Move.CrashWorker, 3),
            (Move.PoisonApply, 0), (Move.PoisonTake, 0), (Move.RecreateLog, 0),
        ]),
        ("scaling",
        [
            (Move.Shrink, 4), (Move.Grow, 3), (Move.RetireSlot, 3), (Move.LosePower, 2), (Move.Sync, -8),
            (Move.PoisonApply, 0), (Move.PoisonTake, 0), (Move.RecreateLog, 0), (Move.KillAll, 0), (Move.Force, 0),
        ]),
        ("new logs",
        [
            (Move.RecreateLog, 4), (Move.KillLog, 3), (Move.BreakLog, 4), (Move.MakeSnapshot, 3), (Move.PoisonTake, 0), (Move.Force, 0),
        ]),
    ];

    /// <summary>In which leaders come soon after each other, write much, and make snapshots.</summary>
    private static readonly (Move Move, int Times)[] Quickly =
    [
        (Move.DeliverReport, 4), (Move.CaptureView, 4), (Move.DeliverView, 4), (Move.Tick, 3), (Move.DecideEpoch, 6), (Move.DeliverEpoch, 6), (Move.DecideLead, 6),
        (Move.DeliverLead, 6), (Move.GiveWrites, 4), (Move.TakeWrites, 4), (Move.NewWrite, 3), (Move.Read, 3), (Move.Deliver, 2), (Move.Start, 3), (Move.MakeSnapshot, 6),
    ];

    /// <summary>Worlds that are only there when they are asked for by name.</summary>
    private static readonly (string Name, (Move Move, int Times)[] Moves)[] OnDemand =
    [
        (Brisk, Quickly),
        (Zombies,
        [
            .. Quickly, (Move.StopWorker, 4), (Move.ContinueWorker, 2), (Move.ExpireSession, 6), (Move.Deliver, -4), (Move.PoisonApply, 0), (Move.PoisonTake, 0),
            (Move.RecreateLog, 0), (Move.KillAll, 0), (Move.HoldDown, 0), (Move.LosePower, 0), (Move.BreakLog, 0), (Move.KillLog, 0),
        ]),
        (Beside,
        [
            .. Quickly, .. Enum.GetValues<Move>().Where(move => move >= FirstFault).Select(move => (move, 0)),
            (Move.PoisonTake, 10), (Move.DuplicateWrite, 10), (Move.Retry, 6),
        ]),
        (Fronts, [.. Quickly, (Move.PurgeLog, 40), (Move.PurgeTables, 4), (Move.RecreateLog, 3), (Move.Force, 0)]),
    ];

    private readonly int[] _weights = new int[Enum.GetValues<Move>().Length];
    private readonly int _sum;

    /// <param name="chance">Of the world.</param>
    /// <param name="theme">What it has to be about; any when null.</param>
    /// <param name="isBroker">Which engine it has; any when null.</param>
    public Plan(Chance chance, string? theme, bool? isBroker)
    {
        IsBroker = chance.Percent(60);
        IsBroker = isBroker ?? IsBroker;
        ClaimReplaces = chance.Percent(50);
        Slots = chance.Between(1, 4);
        Steps = chance.Between(300, 1500);
        DeliveryLimit = chance.Between(2, 6);
        KeyLimit = chance.Percent(20) ? chance.Between(1, 5) : 10_000;
        HasSchema = chance.Percent(80);
        Readers = chance.Between(1, 6);
        ForgetsEpochs = chance.Percent(30);
        PurgesLog = chance.Percent(50);
        for (var move = 0; move < _weights.Length; move++)
        {
            var isFault = move >= (int)FirstFault;
            // Each world lacks about half of the faults, so that the others are seen to the end.
            // Nothing is drawn for this one: worlds that are kept by their seeds are the same with it.
            _weights[move] = move == (int)Move.LoseLeadReply ? LosesLeadReplies ? Faults[move - (int)FirstFault] * Scale : 0
                : !isFault ? Ordinary[move] * Scale
                : chance.Percent(45) ? 0 : Faults[move - (int)FirstFault] * chance.Between(1, Scale);
        }

        var (name, changes) = chance.Of(theme is null ? Themes : [.. Themes.Concat(OnDemand).Where(known => known.Name == theme)]);
        Theme = name;
        if (name is "lost ends" or "cut ends" or "scaling")
            ForgetsEpochs = PurgesLog = false;
        if (name is Beside)
            (IsBroker, DeliveryLimit, HealingRounds) = (false, 20, 30_000);
        SuspectFrom = Math.Min(3, DeliveryLimit - 1);
        if (name is Fronts)
            (ForgetsEpochs, PurgesLog) = (false, true);
        foreach (var (move, times) in changes)
        {
            var weight = Math.Max(_weights[(int)move], 4);
            _weights[(int)move] = times < 0 ? weight / -times : weight * times;
        }

        foreach (var (effect, remedy) in new[] { (Move.StopWorker, Move.ContinueWorker), (Move.HoldDown, Move.LetUp) })
            _weights[(int)remedy] = Math.Max(_weights[(int)remedy], _weights[(int)effect]);
        _sum = _weights.Sum();
    }

    public string Theme { get; }

    /// <summary>A broker's log (not synced, copies durable) or the controller's (synced, copies not durable).</summary>
    public bool IsBroker { get; }

    /// <summary>Whether a newer leader replaces the one that is shown, or has to wait until that one is gone.</summary>
    public bool ClaimReplaces { get; }

    public int Slots { get; }

    public int Steps { get; }

    public int DeliveryLimit { get; }

    /// <summary>Longest way to rest once the faults have ended; every poisonous write takes its leaders first.</summary>
    public int HealingRounds { get; } = 4000;

    /// <summary>Failures from which on a write is delivered alone.</summary>
    public int SuspectFrom { get; }

    public int KeyLimit { get; }

    public bool HasSchema { get; }

    /// <summary>Whether the source of epochs is set up anew now and then. The log loses nothing then: one of them has to remember.</summary>
    public bool ForgetsEpochs { get; }

    /// <summary>Whether the front of the log goes now and then. It is kept far longer than what a loss of power takes off its end.</summary>
    public bool PurgesLog { get; }

    /// <summary>
    /// How many groups of records its leaders have on their way: as many as they do in earnest in a third of the worlds, any number in the
    /// others, so that logs of many small messages are seen as well.
    /// </summary>
    public int Groups => Steps % 3 == 0 ? LeaderPipeline.MostGroups : int.MaxValue;

    /// <summary>Whether a candidate is shown as the leader now and then and does not hear of it: in a quarter of the worlds.</summary>
    private bool LosesLeadReplies => Steps % 4 == 1;

    /// <summary>Most messages in one reading.</summary>
    public int Readers { get; }

    public Move Next(Chance chance)
    {
        var left = chance.Below(_sum);
        for (var move = 0; ; move++)
        {
            left -= _weights[move];
            if (left < 0)
                return (Move)move;
        }
    }
}
