namespace Capstan.Database.Log;

/// <summary>Body of <see cref="RecordKind.Base"/>; the LSN is that of the record.</summary>
/// <param name="Chain">Chain hash at that LSN.</param>
/// <param name="Snapshot">Digest of a snapshot at exactly that LSN, for workers that have less.</param>
public sealed record BaseBody(Digest Chain, Digest Snapshot)
{
    /// <summary>Writes it.</summary>
    public byte[] Encode() => new RecordWriter().Digest(Chain).Digest(Snapshot).Written.ToArray();

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static BaseBody Decode(ReadOnlyMemory<byte> body)
    {
        var reader = new RecordReader(body);
        return new BaseBody(reader.Digest(), reader.Digest());
    }
}
