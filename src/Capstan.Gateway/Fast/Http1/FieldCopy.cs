namespace Capstan.Gateway.Fast.Http1;

/// <summary>
/// Copies field lines of one head into another. Lines that follow each other and are written in the usual way (<c>Name: value</c> and
/// CRLF) are copied together; others are written anew in that way.
/// </summary>
/// <param name="bytes">The bytes that were parsed.</param>
internal ref struct FieldCopy(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _start;
    private int _end;

    /// <summary>Copies a field; it may be written only at the next call or <see cref="Flush"/>.</summary>
    public void Add(ref HeadOutput output, in Field field)
    {
        if (!IsUsual(field))
        {
            Flush(ref output);
            output.Append(field.Name.Of(_bytes), field.Value.Of(_bytes));
            return;
        }

        if (_end != field.Name.Start)
        {
            Flush(ref output);
            _start = field.Name.Start;
        }

        _end = field.Value.Start + field.Value.Length + 2;
    }

    /// <summary>Writes what was held back.</summary>
    public void Flush(ref HeadOutput output)
    {
        output.Append(_bytes[_start.._end]);
        _start = _end = 0;
    }

    private readonly bool IsUsual(in Field field)
    {
        var value = field.Value.Start;
        var end = value + field.Value.Length;
        return value == field.Name.Start + field.Name.Length + 2 && _bytes[value - 1] == ' ' && _bytes[end] == '\r' && _bytes[end + 1] == '\n';
    }
}
