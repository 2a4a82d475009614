using System.Buffers.Binary;
using System.Text;

namespace SelfieLess.Store.Journals;

/// <summary>Reads what <see cref="EntryWriter"/> wrote, in the same order.</summary>
internal sealed class EntryReader
{
    private ReadOnlyMemory<byte> _rest;

    public EntryReader(ReadOnlyMemory<byte> fields)
    {
        Kind = fields.Span[0];
        _rest = fields[1..];
    }

    public byte Kind { get; }

    public string Text()
    {
        int end = sizeof(int) + BinaryPrimitives.ReadInt32LittleEndian(_rest.Span);
        string text = Encoding.UTF8.GetString(_rest.Span[sizeof(int)..end]);
        _rest = _rest[end..];
        return text;
    }
}
