using Capstan.Database.Log;

namespace Capstan.Database.Embedded.Wire;

/// <summary>How a worker introduces itself.</summary>
internal sealed record Hello(int Slot, Guid Id, int Pid, string Engine)
{
    /// <summary>Of the frames; another one is refused.</summary>
    public const int Version = 2;

    public void Write(RecordWriter writer) => writer.Int32(Version).Int32(Slot).Bytes(Id.ToByteArray()).Int32(Pid).Text(Engine);

    /// <exception cref="InvalidDataException">It is none, or of another version.</exception>
    public static Hello Read(RecordReader reader)
    {
        var version = reader.Int32();
        return version == Version
            ? new Hello(reader.Int32(), new Guid(reader.Bytes().Span), reader.Int32(), reader.Text())
            : throw new InvalidDataException($"the worker speaks version {version}, this controller version {Version}");
    }
}
