namespace Capstan.Gateway.Fast.Http1;

/// <summary>
/// The field lines of a message in their order. Used again for the next message, so that it allocates only while it grows; what a message of
/// unusual many lines took is not kept.
/// </summary>
internal sealed class FieldTable
{
    private const int FirstSize = 16;
    private const int KeptSize = 128;
    private Field[] _fields = new Field[FirstSize];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many there could be before it grows.</summary>
    public int Room => _fields.Length;

    /// <summary>The fields in their order.</summary>
    public ReadOnlySpan<Field> All => _fields.AsSpan(0, Count);

    /// <summary>One of them.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public ref readonly Field this[int index] => ref All[index];

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Count = 0;
        if (_fields.Length > KeptSize)
            _fields = new Field[FirstSize];
    }

    /// <summary>Adds one at the end.</summary>
    public void Add(in Field field)
    {
        if (Count == _fields.Length)
            Array.Resize(ref _fields, Count * 2);
        _fields[Count++] = field;
    }
}
