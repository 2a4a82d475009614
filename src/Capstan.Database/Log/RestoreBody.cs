namespace Capstan.Database.Log;

/// <summary>Body of <see cref="RecordKind.Restore"/>.</summary>
/// <param name="File">SHA-256 of the SQLite file whose user tables are loaded.</param>
/// <param name="Length">Its length in bytes.</param>
public sealed record RestoreBody(Digest File, long Length)
{
    /// <summary>Writes it.</summary>
    public byte[] Encode() => new RecordWriter().Digest(File).Int64(Length).Written.ToArray();

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static RestoreBody Decode(ReadOnlyMemory<byte> body)
    {
        var reader = new RecordReader(body);
        return new RestoreBody(reader.Digest(), reader.Int64());
    }
}
