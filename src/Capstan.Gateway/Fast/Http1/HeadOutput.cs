namespace Capstan.Gateway.Fast.Http1;

/// <summary>Bytes that are written one after the other into a place of fixed size.</summary>
/// <param name="output">The place.</param>
internal ref struct HeadOutput(Span<byte> output)
{
    private readonly Span<byte> _output = output;
    private int _length;
    private bool _isFull;

    /// <summary>Bytes written; -1 when they did not fit.</summary>
    public readonly int Result => _isFull ? -1 : _length;

    /// <summary>Writes bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.TryCopyTo(_output[_length..]))
            _length += bytes.Length;
        else
            _isFull = true;
    }

    /// <summary>Writes a number in digits.</summary>
    public void Append(long number)
    {
        if (number.TryFormat(_output[_length..], out var written))
            _length += written;
        else
            _isFull = true;
    }

    /// <summary>Writes a number in 16 hexadecimal digits.</summary>
    public void AppendHex(ulong number)
    {
        if (number.TryFormat(_output[_length..], out var written, "x16"))
            _length += written;
        else
            _isFull = true;
    }

    /// <summary>Writes a field line.</summary>
    public void Append(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Append(name);
        Append(": "u8);
        Append(value);
        Append("\r\n"u8);
    }
}
