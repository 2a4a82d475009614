using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace SelfieLess.Store.Journals;

/// <summary>Composes the fields of an entry: a kind (1), then texts in a fixed order, each as length (4) and UTF-8.</summary>
internal sealed class EntryWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public EntryWriter(byte kind) => _bytes.Write([kind]);

    public ReadOnlyMemory<byte> Bytes => _bytes.WrittenMemory;

    public EntryWriter Text(string value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(sizeof(int)), Encoding.UTF8.GetByteCount(value));
        _bytes.Advance(sizeof(int));
        Encoding.UTF8.GetBytes(value, _bytes);
        return this;
    }
}
