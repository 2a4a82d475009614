namespace Capstan.Gateway.Fast.Http1;

/// <summary>The field lines of a message in their order. Used again for the next message, so that it allocates only while it grows.</summary>
internal sealed class FieldTable
{
    private const int FirstSize = 16;
    private Field[] _fields = new Field[FirstSize];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The fields in their order.</summary>
    public ReadOnlySpan<Field> All => _fields.AsSpan(0, Count);

    /// <summary>One of them.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public ref readonly Field this[int index] => ref All[index];

    /// <summary>Forgets all.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds one at the end.</summary>
    public void Add(in Field field)
    {
        if (Count == _fields.Length)
            Array.Resize(ref _fields, Count * 2);
        _fields[Count++] = field;
    }
}
