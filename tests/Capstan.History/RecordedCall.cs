namespace Capstan.History;

/// <summary>One call of one client, as the client saw it.</summary>
public sealed record RecordedCall
{
    public required int Client { get; init; }

    public required CallKind Kind { get; init; }

    public required string Key { get; init; }

    /// <summary>What was written, or what a read showed. Zero is the value of a register that nobody wrote.</summary>
    public required long Value { get; init; }

    /// <summary>What a swap expected.</summary>
    public long Expected { get; init; }

    /// <summary>Names a write for ever; empty for a read.</summary>
    public string Request { get; init; } = "";

    /// <summary>When it was sent, in ticks of 100 ns on one monotonic clock.</summary>
    public required long Start { get; init; }

    /// <summary>When the client knew its outcome or gave up.</summary>
    public required long End { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>The position that the answer named; zero when there was none.</summary>
    public long Lsn { get; init; }

    /// <summary>The position that a session read had to show at least; zero without one.</summary>
    public long Token { get; init; }

    public ReadLevel Level { get; init; } = ReadLevel.Linear;

    /// <summary>HTTP status; zero when no answer came.</summary>
    public int Status { get; init; }

    /// <summary>What the answer said of a failure.</summary>
    public string Detail { get; init; } = "";

    public TimeSpan Took => TimeSpan.FromTicks(End - Start);

    /// <summary>Whether it is a decided change of the register.</summary>
    public bool IsAcknowledged => Kind != CallKind.Read && Outcome == Outcome.Ok;

    /// <summary>For people.</summary>
    public override string ToString()
    {
        var what = Kind switch
        {
            CallKind.Read => $"read {Key} -> {Value}",
            CallKind.Write => $"write {Key} := {Value}",
            _ => $"swap {Key} {Expected} -> {Value}",
        };
        var position = Lsn > 0 ? $" at {Lsn}" : "";
        var status = Status > 0 ? $" {Status}" : "";
        return $"client {Client}: {what}, {Outcome}{status}{position}, {Start}..{End}{(Request.Length > 0 ? $" ({Request})" : "")} {Detail}".TrimEnd();
    }
}
