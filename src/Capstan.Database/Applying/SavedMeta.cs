using Capstan.Database.Log;

namespace Capstan.Database.Applying;

/// <summary>How far a copy has come, as it lies in the copy.</summary>
internal static class SavedMeta
{
    private const byte Format = 1;

    /// <summary>Reads the bytes that <see cref="Encode"/> wrote.</summary>
    public const string Query = "SELECT value FROM _meta WHERE name = 'state'";

    /// <summary>Reads the bytes that <see cref="SavedHashes"/> wrote.</summary>
    public const string HashesQuery = "SELECT value FROM _meta WHERE name = 'hashes'";

    /// <summary>Writes it.</summary>
    public static byte[] Encode(StoreMeta meta) => new RecordWriter().Byte(Format)
        .Int64(meta.ScanEpoch.Value).Int64(meta.ScanLsn.Value).Int64(meta.Applied.Value).Digest(meta.Chain).Digest(meta.ScanChain)
        .Int64(meta.Position.Value).Digest(meta.PositionDigest).Int64(meta.LogTime).Written.ToArray();

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static StoreMeta Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new RecordReader(bytes);
        if (reader.Byte() != Format)
            throw new InvalidDataException("The copy's position is of another format.");
        return new StoreMeta
        {
            ScanEpoch = new Epoch(reader.Int64()),
            ScanLsn = new Lsn(reader.Int64()),
            Applied = new Lsn(reader.Int64()),
            Chain = reader.Digest(),
            ScanChain = reader.Digest(),
            Position = new LogPosition(reader.Int64()),
            PositionDigest = reader.Digest(),
            LogTime = reader.Int64(),
        };
    }
}
