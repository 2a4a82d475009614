using System.Text.Unicode;

namespace Capstan.Commands.Databases.Importing;

/// <summary>
/// Reads comma-separated values by RFC 4180, record by record and without a copy of the file: quoted fields with separators, quotes and line
/// ends in them; lines that end with CRLF or LF; UTF-8 with or without its mark. For one thread; fields are valid until the next record.
/// </summary>
/// <param name="source">The bytes; stays open.</param>
/// <param name="delimiter">Stands between fields; an ASCII character.</param>
internal sealed class CsvReader(Stream source, byte delimiter)
{
    /// <summary>Most bytes of a record: 16 MiB, what the database takes of one value at all.</summary>
    public const int MostBytes = 16 << 20;

    private const byte Quote = (byte)'"';
    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';
    private const int FirstBuffer = 1 << 17;

    private byte[] _buffer = new byte[FirstBuffer];
    private (int Start, int Length, bool IsQuoted)[] _fields = new (int, int, bool)[64];
    private long _nextLine = 1;
    private bool _isBegun;
    private bool _isDrained;
    private int _record;
    private int _at;
    private int _end;
    private int _field;
    private int _write;

    /// <summary>The line on which the record begins, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Fields of the record.</summary>
    public int Count { get; private set; }

    /// <summary>What is wrong with the record; null when nothing is. Reading goes on behind it.</summary>
    public string? Fault { get; private set; }

    /// <summary>Bytes that were read, for progress.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether the record is an empty line.</summary>
    public bool IsBlank => Count == 1 && _fields[0] is { Length: 0, IsQuoted: false };

    /// <summary>A field in UTF-8, without its quotes.</summary>
    public ReadOnlySpan<byte> this[int field] => _buffer.AsSpan(_record + _fields[field].Start, _fields[field].Length);

    /// <summary>Whether a field stands in quotes, so that what looks like nothing is an empty text.</summary>
    public bool IsQuoted(int field) => _fields[field].IsQuoted;

    /// <summary>Goes to the next record; false at the end of the file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool Read()
    {
        (Count, Fault, _record, Line) = (0, null, _at, _nextLine);
        if (!_isBegun)
            Begin();
        if (_at == _end && !Fill())
            return false;
        while (true)
        {
            if (_at == _end && !Fill())
            {
                _field = _at;
                Add(_at, isQuoted: false);
                break;
            }

            if (!(_buffer[_at] == Quote ? ReadQuoted() : ReadPlain()))
                break;
        }

        if (Fault is null && !Utf8.IsValid(_buffer.AsSpan(_record, _at - _record)))
            Fault = "it is not UTF-8; convert the file first";
        return true;
    }

    private void Begin()
    {
        _isBegun = true;
        while (_end < 3 && Fill())
        {
        }

        if (_buffer.AsSpan(0, _end).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            _at = _record = 3;
    }

    /// <summary>A field without quotes; whether another one follows in the record.</summary>
    private bool ReadPlain()
    {
        _field = _at;
        while (true)
        {
            var found = _buffer.AsSpan(_at, _end - _at).IndexOfAny(delimiter, LineFeed, Quote);
            _at = found < 0 ? _end : _at + found;
            if (found < 0)
            {
                if (Fill())
                    continue;
                Add(_at, isQuoted: false);
                return false;
            }

            var stop = _buffer[_at];
            if (stop == Quote)
            {
                Fault ??= "a quote stands inside a field that does not begin with one; put the field in quotes and double those in it";
                _at++;
                continue;
            }

            Add(stop == LineFeed && _at > _field && _buffer[_at - 1] == CarriageReturn ? _at - 1 : _at, isQuoted: false);
            _at++;
            if (stop == delimiter)
                return true;
            _nextLine++;
            return false;
        }
    }

    /// <summary>A field in quotes, which are taken off in place; whether another one follows in the record.</summary>
    private bool ReadQuoted()
    {
        _at++;
        (_field, _write) = (_at, _at);
        while (true)
        {
            var found = _buffer.AsSpan(_at, _end - _at).IndexOf(Quote);
            Take(found < 0 ? _end - _at : found);
            if (found < 0)
            {
                if (Fill())
                    continue;
                Fault = Fault ?? "its quote is never closed";
                Add(_write, isQuoted: true);
                return false;
            }

            _at++;
            if (_at < _end || Fill())
            {
                if (_buffer[_at] != Quote)
                    return ReadEnd();
                _buffer[_write++] = Quote;
                _at++;
                continue;
            }

            Add(_write, isQuoted: true);
            return false;
        }
    }

    /// <summary>What stands behind a closing quote.</summary>
    private bool ReadEnd()
    {
        Add(_write, isQuoted: true);
        if (_buffer[_at] == delimiter)
        {
            _at++;
            return true;
        }

        while (true)
        {
            var found = _buffer.AsSpan(_at, _end - _at).IndexOf(LineFeed);
            var rest = _buffer.AsSpan(_at, found < 0 ? _end - _at : found);
            if (rest is not ([] or [CarriageReturn]))
                Fault ??= "something stands behind a closing quote; quotes inside a field are doubled";
            _at = found < 0 ? _end : _at + found + 1;
            if (found >= 0)
                _nextLine++;
            if (found >= 0 || !Fill())
                return false;
        }
    }

    private void Take(int count)
    {
        var taken = _buffer.AsSpan(_at, count);
        _nextLine += taken.Count(LineFeed);
        if (_write != _at)
            taken.CopyTo(_buffer.AsSpan(_write));
        _at += count;
        _write += count;
    }

    private void Add(int end, bool isQuoted)
    {
        if (Count == _fields.Length)
            Array.Resize(ref _fields, Count * 2);
        _fields[Count++] = (_field - _record, end - _field, isQuoted);
    }

    /// <summary>Reads more behind what is there, and keeps the record that is being read; false at the end of the file.</summary>
    private bool Fill()
    {
        if (_isDrained)
            return false;
        if (_record > 0)
            Shift();
        if (_end == _buffer.Length)
        {
            if (_buffer.Length > MostBytes)
                throw new InvalidDataException($"The record on line {Line} has more than {MostBytes} bytes; perhaps a quote in it is never closed.");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var count = source.Read(_buffer, _end, _buffer.Length - _end);
        _end += count;
        Bytes += count;
        _isDrained = count == 0;
        return count > 0;
    }

    private void Shift()
    {
        _buffer.AsSpan(_record, _end - _record).CopyTo(_buffer);
        _end -= _record;
        _at -= _record;
        _field -= _record;
        _write -= _record;
        _record = 0;
    }
}
