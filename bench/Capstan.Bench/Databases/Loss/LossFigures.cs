using Capstan.Bench.Reports;

namespace Capstan.Bench.Databases.Loss;

/// <summary>What the rounds of one system took, in milliseconds after the kill, and what became of its writes.</summary>
internal sealed class LossFigures
{
    private readonly List<string> _faults = [];

    public Figures Next { get; } = new();

    public Figures Whole { get; } = new();

    public Figures Slowest { get; } = new();

    public long Sent { get; private set; }

    public long Failed { get; private set; }

    /// <summary>How many writes there were and failed.</summary>
    public string Writes => $"{Sent:N0} writes, {Failed} of them failed{(Failed > 0 ? $" ({string.Join(", ", _faults)})" : "")}";

    /// <summary>Adds the writes of some rounds.</summary>
    public void Add(WriteStream writes)
    {
        (Sent, Failed) = (Sent + writes.Sent, Failed + writes.Failed);
        if (writes.Failed > 0)
            _faults.Add(writes.Faults);
    }
}
