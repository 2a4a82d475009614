using System.Buffers.Binary;
using System.Text;

namespace Capstan.ZooKeeper.Wire;

/// <summary>Reads the protocol's values out of one frame, and trusts no length in it.</summary>
internal ref struct JuteReader(ReadOnlySpan<byte> frame)
{
    private ReadOnlySpan<byte> _rest = frame;

    /// <summary>Whether everything was read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    public bool Bool() => Take(1)[0] != 0;

    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

    public long Int64() => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)));

    /// <summary>Bytes of a copy of their own; none where the protocol says null.</summary>
    public byte[] Buffer() => Take(Length()).ToArray();

    /// <summary>A text; empty where the protocol says null.</summary>
    public string Text() => Encoding.UTF8.GetString(Take(Length()));

    /// <summary>How many elements follow; 0 where the protocol says null.</summary>
    /// <param name="smallest">Fewest bytes of an element.</param>
    public int Count(int smallest)
    {
        var count = Length();
        return (long)count * smallest <= _rest.Length ? count : throw Torn($"a list of {count}");
    }

    public string[] Texts()
    {
        var texts = new string[Count(sizeof(int))];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = Text();
        return texts;
    }

    private int Length()
    {
        var length = Int32();
        return length >= -1 ? Math.Max(length, 0) : throw Torn($"a length of {length}");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
            throw Torn($"{count} bytes");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private readonly InvalidDataException Torn(string wanted) =>
        new($"A frame of the server holds {wanted} where {_rest.Length} bytes are left: this is not ZooKeeper's protocol.");
}
