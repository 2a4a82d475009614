using System.Buffers.Binary;
using System.Text;

namespace Capstan.Containers.Processes.Wire;

/// <summary>
/// One message between controller and guard: a length and the fields, each always present. One flat shape for all kinds keeps the
/// guard free of any serializer.
/// </summary>
internal sealed record Frame(FrameKind Kind)
{
    private const int LongestFrame = 16 * 1024 * 1024;

    /// <summary>Joins an answer to its call.</summary>
    public long Call { get; init; }

    /// <summary>The replica, as text.</summary>
    public string Replica { get; init; } = "";

    /// <summary>Process id, fault, exit code, files per log, or whether something was done.</summary>
    public int Number { get; init; }

    /// <summary>Moment or duration in ticks of 100 ns, or bytes per log file.</summary>
    public long Amount { get; init; }

    /// <summary>Sentence, program path, or state folder.</summary>
    public string Text { get; init; } = "";

    /// <summary>Working folder, or prefix of the markers of this run.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Arguments, the program's name first.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Environment, each <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Writes the frame in one piece.</summary>
    public void WriteTo(Stream stream)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory, Encoding.UTF8);
        writer.Write(0);
        writer.Write((byte)Kind);
        writer.Write(Call);
        writer.Write(Replica);
        writer.Write(Number);
        writer.Write(Amount);
        writer.Write(Text);
        writer.Write(Folder);
        Write(writer, Words);
        Write(writer, Environment);
        writer.Flush();
        var bytes = memory.GetBuffer().AsSpan(0, (int)memory.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length - sizeof(int));
        stream.Write(bytes);
        stream.Flush();
    }

    /// <summary>Null when the stream ends, in the middle of a frame too: the other side is gone.</summary>
    public static Frame? ReadFrom(Stream stream)
    {
        Span<byte> head = stackalloc byte[sizeof(int)];
        if (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length)
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 0 or > LongestFrame)
            throw new InvalidDataException($"A frame of {length} bytes is not one of ours.");
        var bytes = new byte[length];
        if (stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false) < length)
            return null;
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        return new Frame((FrameKind)reader.ReadByte())
        {
            Call = reader.ReadInt64(),
            Replica = reader.ReadString(),
            Number = reader.ReadInt32(),
            Amount = reader.ReadInt64(),
            Text = reader.ReadString(),
            Folder = reader.ReadString(),
            Words = ReadList(reader),
            Environment = ReadList(reader),
        };
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<string> list)
    {
        writer.Write(list.Count);
        foreach (var item in list)
            writer.Write(item);
    }

    private static string[] ReadList(BinaryReader reader)
    {
        var list = new string[reader.ReadInt32()];
        for (var i = 0; i < list.Length; i++)
            list[i] = reader.ReadString();
        return list;
    }
}
