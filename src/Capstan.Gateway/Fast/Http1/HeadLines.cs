using System.Buffers;

namespace Capstan.Gateway.Fast.Http1;

/// <summary>Takes heads apart into lines, and field lines into names and values.</summary>
internal static class HeadLines
{
    /// <summary>Names of fields and methods (RFC 9110 section 5.6.2), but for the underscore.</summary>
    public static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("!#$%&'*+-.^`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Tokens (RFC 9110 section 5.6.2).</summary>
    public static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Control characters but the tab: in no value of a field (RFC 9110 section 5.5) nor anywhere else in a head.</summary>
    public static readonly SearchValues<byte> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 32).Where(code => code != '\t').Append(127).Select(code => (byte)code)]);

    /// <summary>Takes the next line, which ends in CRLF or LF (RFC 9112 section 2.2).</summary>
    /// <param name="bytes">The head's bytes.</param>
    /// <param name="head">How far it was read.</param>
    /// <param name="end">Where the line must have ended; its LF lies before.</param>
    /// <param name="line">The line without its end.</param>
    public static LineState Next(ReadOnlySpan<byte> bytes, MessageHead head, int end, out Slice line)
    {
        var until = Math.Min(bytes.Length, end);
        var lf = bytes[head.Scanned..until].IndexOf((byte)'\n');
        if (lf < 0)
        {
            line = default;
            head.Scanned = until;
            return bytes.Length < end ? LineState.None : LineState.TooLong;
        }

        lf += head.Scanned;
        var start = head.Position;
        head.Position = head.Scanned = lf + 1;
        line = new Slice(start, (lf > start && bytes[lf - 1] == '\r' ? lf - 1 : lf) - start);
        return LineState.Whole;
    }

    /// <summary>Where lines must have ended that may take so many bytes.</summary>
    public static int End(int start, int limit) => (int)Math.Min(int.MaxValue, (long)start + limit);

    /// <summary>Reads a field line and keeps it.</summary>
    /// <param name="bytes">The head's bytes.</param>
    /// <param name="line">The line; not empty.</param>
    /// <param name="names">What names may have in them.</param>
    /// <param name="fields">Where to keep it.</param>
    public static FieldFault ReadField(ReadOnlySpan<byte> bytes, Slice line, SearchValues<byte> names, FieldTable fields)
    {
        var text = line.Of(bytes);
        var colon = text.IndexOfAnyExcept(names);
        if (colon <= 0 || text[colon] != ':')
            return FaultOf(text, colon);
        int start = colon + 1, end = text.Length;
        while (start < end && IsBlank(text[start]))
            start++;
        while (start < end && IsBlank(text[end - 1]))
            end--;
        if (text[start..end].ContainsAny(Controls))
            return FieldFault.Value;
        fields.Add(new Field(
            new Slice(line.Start, colon), new Slice(line.Start + start, end - start), FieldNames.KindOf(text[..colon])));
        return FieldFault.None;
    }

    private static FieldFault FaultOf(ReadOnlySpan<byte> text, int place)
    {
        if (IsBlank(text[0]))
            return FieldFault.Folded;
        return place > 0 && text[place] == '_' ? FieldFault.Underscore : FieldFault.Name;
    }

    private static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t';
}
