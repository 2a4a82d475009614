namespace Capstan.History.Checking;

/// <summary>One worker's copy as its files hold it.</summary>
public sealed record WorkerDump
{
    public required int Slot { get; init; }

    /// <summary>Last LSN in its data, as the copy itself says.</summary>
    public required long Applied { get; init; }

    /// <summary>Hash of the record at that LSN, as the copy itself says.</summary>
    public required string Chain { get; init; }

    /// <summary>A hash of all user tables.</summary>
    public required string State { get; init; }

    /// <summary>The hashes of the user tables that it keeps for comparing itself with others.</summary>
    public required string Hashes { get; init; }

    /// <summary>The records that it keeps, by LSN.</summary>
    public required IReadOnlyList<DumpedRecord> Records { get; init; }

    /// <summary>The rows that the writes of the history left, in the order of their making: one for each time that a write took effect.</summary>
    public required IReadOnlyList<DumpedEffect> Effects { get; init; }

    /// <summary>The registers.</summary>
    public required IReadOnlyDictionary<string, long> Registers { get; init; }
}
