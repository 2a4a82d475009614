namespace Capstan.Database.Log;

/// <summary>Body of <see cref="RecordKind.Import"/>.</summary>
/// <param name="File">SHA-256 of the SQLite file whose rows are added.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="MayDefine">Whether tables of the file that do not exist are created.</param>
public sealed record ImportBody(Digest File, long Length, bool MayDefine)
{
    /// <summary>Writes it.</summary>
    public byte[] Encode() => new RecordWriter().Digest(File).Int64(Length).Byte(MayDefine ? (byte)1 : (byte)0).Written.ToArray();

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ImportBody Decode(ReadOnlyMemory<byte> body)
    {
        var reader = new RecordReader(body);
        return new ImportBody(reader.Digest(), reader.Int64(), reader.Byte() != 0);
    }
}
