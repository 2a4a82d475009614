namespace Capstan.Database.Log;

/// <summary>What a record says. The numbers are stored in logs and never change.</summary>
public enum RecordKind : byte
{
    /// <summary>A leadership begins; no LSN. Body: <see cref="EpochBody"/>. All records of lower epochs behind it are void.</summary>
    Epoch = 1,

    /// <summary>A client's operation or the schema; takes an LSN. Body: an encoded <see cref="Statements.Operation"/>.</summary>
    Operation = 2,

    /// <summary>A request that ended its leaders before it was logged will never take effect; takes an LSN. Body: the reason as UTF-8.</summary>
    Refuse = 3,

    /// <summary>An earlier record that ends whoever applies it has no effect; takes an LSN. Body: <see cref="SkipBody"/>.</summary>
    Skip = 4,

    /// <summary>The user tables become those of a file; takes an LSN. Body: <see cref="RestoreBody"/>.</summary>
    Restore = 5,

    /// <summary>First record of a log that starts under workers with data; its LSN is theirs. Body: <see cref="BaseBody"/>.</summary>
    Base = 6,

    /// <summary>Table hashes at an LSN, and the sign that the leader knows the log to be whole; no LSN of its own. Body: <see cref="CheckpointBody"/>.</summary>
    Checkpoint = 7,

    /// <summary>Shows linear reads where the log's end was; no LSN. Body: 16 bytes chosen by who wrote it.</summary>
    Read = 8,

    /// <summary>The rows of a file's tables are added to the user tables; takes an LSN. Body: <see cref="ImportBody"/>.</summary>
    Import = 9,
}
