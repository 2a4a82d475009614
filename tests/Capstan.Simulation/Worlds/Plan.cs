namespace Capstan.Simulation.Worlds;

/// <summary>What kind of world a seed makes: its engine, its size, and how often each fault comes.</summary>
internal sealed class Plan
{
    private const Move FirstFault = Move.LoseMessage;
    private static readonly int[] Ordinary = [60, 30, 80, 30, 20, 25, 25, 15, 15, 15, 15, 25, 25, 14, 2, 8, 3, 8, 4, 3];

    private static readonly int[] Faults =
    [
        2, 2, 3, 2, 4, 2, 3, 1, 1, 1, 1, 1, 5, 2, 2, 1, 1, 2, 1, 3, 2, 2, 1, 1, 1, 1, 1, 2, 2, 1,
    ];

    private readonly int[] _weights = new int[Enum.GetValues<Move>().Length];
    private readonly int _sum;

    public Plan(Chance chance)
    {
        IsBroker = chance.Percent(50);
        ClaimReplaces = chance.Percent(50);
        Slots = chance.Between(1, 4);
        Steps = chance.Between(300, 1500);
        DeliveryLimit = chance.Between(2, 6);
        KeyLimit = chance.Percent(20) ? chance.Between(1, 5) : 10_000;
        HasSchema = chance.Percent(80);
        Readers = chance.Between(1, 6);
        ForgetsEpochs = chance.Percent(30);
        for (var move = 0; move < _weights.Length; move++)
        {
            var isFault = move >= (int)FirstFault;
            // Times eight; each world lacks about half of the faults, so that the others are seen to the end.
            _weights[move] = !isFault ? Ordinary[move] * 8 : chance.Percent(45) ? 0 : Faults[move - (int)FirstFault] * chance.Between(1, 8);
        }

        foreach (var (effect, remedy) in new[] { (Move.StopWorker, Move.ContinueWorker), (Move.HoldDown, Move.LetUp) })
            _weights[(int)remedy] = Math.Max(_weights[(int)remedy], _weights[(int)effect]);
        _sum = _weights.Sum();
    }

    /// <summary>A broker's log (not synced, copies durable) or the controller's (synced, copies not durable).</summary>
    public bool IsBroker { get; }

    /// <summary>Whether a newer leader replaces the one that is shown, or has to wait until that one is gone.</summary>
    public bool ClaimReplaces { get; }

    public int Slots { get; }

    public int Steps { get; }

    public int DeliveryLimit { get; }

    public int KeyLimit { get; }

    public bool HasSchema { get; }

    /// <summary>Whether the source of epochs is set up anew now and then. The log loses nothing then: one of them has to remember.</summary>
    public bool ForgetsEpochs { get; }

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
