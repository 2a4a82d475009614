namespace Capstan.Database.Log;

/// <summary>Body of <see cref="RecordKind.Epoch"/>.</summary>
/// <param name="Owner">The candidate, by the id of its process life.</param>
/// <param name="Slot">Its slot.</param>
public sealed record EpochBody(Guid Owner, int Slot)
{
    /// <summary>Writes it.</summary>
    public byte[] Encode()
    {
        var writer = new RecordWriter();
        return writer.Bytes(Owner.ToByteArray()).Int32(Slot).Written.ToArray();
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static EpochBody Decode(ReadOnlyMemory<byte> body)
    {
        var reader = new RecordReader(body);
        return new EpochBody(new Guid(reader.Bytes().Span), reader.Int32());
    }
}
