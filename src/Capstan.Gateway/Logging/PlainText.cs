using System.Buffers.Text;
using System.Net;

namespace Capstan.Gateway.Logging;

/// <summary>
/// Writes what a client sent so that it can neither end a line nor a quoted text: every byte but printable ASCII, the space, the
/// quotation mark and the backslash are percent-encoded (RFC 3986 section 2.1).
/// </summary>
internal static class PlainText
{
    /// <summary>Room that a text of <paramref name="length"/> bytes may need, the mark of a cut text included.</summary>
    public static int RoomFor(int length) => (length * 3) + Cut.Length;

    private static ReadOnlySpan<byte> Cut => "..."u8;

    // Before an IPv4 address inside an IPv6 one (RFC 4291 section 2.5.5.2).
    private static ReadOnlySpan<byte> Mapped => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

    private static ReadOnlySpan<byte> Digits => "0123456789ABCDEF"u8;

    /// <summary>Writes bytes; three dots follow when they are only the beginning.</summary>
    public static int Write(ReadOnlySpan<byte> bytes, bool isCut, Span<byte> output)
    {
        var length = 0;
        foreach (var one in bytes)
        {
            if (one is > 0x20 and < 0x7f and not (byte)'"' and not (byte)'\\')
            {
                output[length++] = one;
                continue;
            }

            output[length++] = (byte)'%';
            output[length++] = Digits[one >> 4];
            output[length++] = Digits[one & 0xf];
        }

        if (!isCut)
            return length;
        Cut.CopyTo(output[length..]);
        return length + Cut.Length;
    }

    /// <summary>Writes an address of 4 or 16 bytes; one of IPv4 also where the listener speaks both.</summary>
    public static int WriteAddress(ReadOnlySpan<byte> address, Span<byte> output)
    {
        if (address.Length == 16 && address.StartsWith(Mapped))
            address = address[Mapped.Length..];
        if (address.Length == 0)
        {
            output[0] = (byte)'-';
            return 1;
        }

        // Most addresses, and without an object for each.
        if (address.Length == 4)
            return WriteAddress4(address, output);
        new IPAddress(address).TryFormat(output, out var written);
        return written;
    }

    private static int WriteAddress4(ReadOnlySpan<byte> address, Span<byte> output)
    {
        var length = 0;
        for (var i = 0; i < address.Length; i++)
        {
            if (i > 0)
                output[length++] = (byte)'.';
            Utf8Formatter.TryFormat(address[i], output[length..], out var digits);
            length += digits;
        }

        return length;
    }
}
