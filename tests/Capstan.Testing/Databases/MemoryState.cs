using System.Collections.Immutable;
using Capstan.Database.Applying;
using Capstan.Database.Log;

namespace Capstan.Testing.Databases;

/// <summary>Everything that a committed copy holds; immutable, so that keeping one is free.</summary>
public sealed record MemoryState
{
    public static readonly MemoryState Empty = new();

    public StoreMeta Meta { get; init; } = new();

    public MemoryRecords Records { get; init; }

    public ImmutableDictionary<RequestId, StoredAnswer> Answers { get; init; } = ImmutableDictionary<RequestId, StoredAnswer>.Empty;

    /// <summary>Rows of the table; null while it does not exist.</summary>
    public ImmutableDictionary<string, long>? Rows { get; init; }

    /// <summary>The running hash of the table.</summary>
    public Digest Hash { get; init; }

    /// <summary>Stands for the digest of the file.</summary>
    public Digest Digest
    {
        get
        {
            var writer = new RecordWriter().Int64(Meta.Applied.Value).Int64(Meta.ScanLsn.Value).Int64(Meta.Position.Value)
                .Digest(Meta.Chain).Digest(Hash).Int32(Rows?.Count ?? -1).Int32(Records.Count).Int32(Answers.Count);
            return Digest.Of(writer.Written.Span);
        }
    }
}
