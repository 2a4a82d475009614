using System.Buffers.Binary;

namespace Capstan.Database.Log;

/// <summary>Body of <see cref="RecordKind.Skip"/>.</summary>
/// <param name="Skipped">The earlier LSN that has no effect.</param>
public sealed record SkipBody(Lsn Skipped)
{
    /// <summary>Writes it.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Skipped.Value);
        return bytes;
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static SkipBody Decode(ReadOnlyMemory<byte> body) => new(new Lsn(new RecordReader(body).Int64()));
}
