using Capstan.Database.Log;

namespace Capstan.Database.Queues;

/// <summary>A write on its way to the leader: what <c>writeQ</c> carries.</summary>
public sealed record WriteIntent
{
    /// <summary>Its name for ever.</summary>
    public required RequestId Request { get; init; }

    /// <summary>Whether that is the client's own key.</summary>
    public bool IsKeyed { get; init; }

    /// <summary><see cref="RecordKind.Operation"/>, <see cref="RecordKind.Restore"/> or <see cref="RecordKind.Import"/>.</summary>
    public RecordKind Kind { get; init; } = RecordKind.Operation;

    /// <summary>The encoded <see cref="Statements.Operation"/>, <see cref="RestoreBody"/> or <see cref="ImportBody"/>.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Until when the caller waits, milliseconds since 1970 on the front's clock.</summary>
    public required long Deadline { get; init; }

    /// <summary>Writes it.</summary>
    public void Write(RecordWriter writer) =>
        writer.Text(Request.Value).Byte(IsKeyed ? (byte)1 : (byte)0).Byte((byte)Kind).Bytes(Body.Span).Int64(Deadline);

    /// <summary>Reads it. Its body shares the reader's memory.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static WriteIntent Read(RecordReader reader) => new()
    {
        Request = new RequestId(reader.Text()),
        IsKeyed = reader.Byte() != 0,
        Kind = (RecordKind)reader.Byte(),
        Body = reader.Bytes(),
        Deadline = reader.Int64(),
    };
}
