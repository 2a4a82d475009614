namespace Capstan.Database.Log;

/// <summary>One record of the log (protocol section 1). Immutable; equal by content hash where it takes an LSN.</summary>
public sealed record LogRecord
{
    /// <summary>What it says.</summary>
    public required RecordKind Kind { get; init; }

    /// <summary>Leadership under which it was published. Not part of <see cref="Hash"/>: a tail that a later leader publishes again keeps its hashes.</summary>
    public required Epoch Epoch { get; init; }

    /// <summary>Its place in the order; <see cref="Lsn.None"/> for a kind that takes none.</summary>
    public Lsn Lsn { get; init; }

    /// <summary>The leader's clock in milliseconds since 1970 (UTC), never decreasing along valid records.</summary>
    public long LogTime { get; init; }

    /// <summary>The request it carries out; empty for records of the system's own.</summary>
    public RequestId Request { get; init; }

    /// <summary>Whether the id is a client's own key, which is kept for the configured time.</summary>
    public bool IsKeyed { get; init; }

    /// <summary>Until when the caller waits, milliseconds since 1970; 0 when nobody does.</summary>
    public long Deadline { get; init; }

    /// <summary>Hash of what the client asked for, to tell a retry from another request under the same id.</summary>
    public Digest BodyHash { get; init; }

    /// <summary>Seed of all randomness in it.</summary>
    public long Seed { get; init; }

    /// <summary>Meaning by <see cref="Kind"/>.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Hash of the record with the preceding LSN.</summary>
    public Digest Previous { get; init; }

    /// <summary>SHA-256 over <see cref="Previous"/> and everything here but <see cref="Epoch"/>; <see cref="RecordHash"/> computes it.</summary>
    public Digest Hash { get; init; }

    /// <summary>Whether the kind takes an LSN.</summary>
    public bool TakesLsn => Kind is RecordKind.Operation or RecordKind.Refuse or RecordKind.Skip or RecordKind.Restore or RecordKind.Base or RecordKind.Import;

    /// <inheritdoc />
    public bool Equals(LogRecord? other) => other is not null && Kind == other.Kind && Epoch == other.Epoch && Hash == other.Hash;

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Kind, Epoch, Hash);

    /// <summary>For people.</summary>
    public override string ToString() => TakesLsn ? $"{Kind} e{Epoch} n{Lsn} {Request}" : $"{Kind} e{Epoch}";
}
