using System.Buffers;
using System.Text;

namespace Capstan.Gateway.Routing;

/// <summary>
/// The path that a route is chosen by: without the query, percent-decoded once as UTF-8, but for <c>%2F</c> and whatever is not UTF-8.
/// The server of the general plane decodes by the same rule, but in targets of absolute form, where it decodes the slash too.
/// </summary>
internal static class RoutingPath
{
    /// <summary>Decodes the path of a target.</summary>
    /// <param name="target">Path and query in ASCII, without dot segments; begins with a slash.</param>
    /// <param name="scratch">Room for as many characters as the target has bytes.</param>
    /// <returns>The path, in the scratch.</returns>
    public static ReadOnlySpan<char> Read(ReadOnlySpan<byte> target, Span<char> scratch)
    {
        var query = target.IndexOf((byte)'?');
        var path = query < 0 ? target : target[..query];
        var length = 0;
        while (path.IndexOf((byte)'%') is var percent and >= 0)
        {
            length += Encoding.Latin1.GetChars(path[..percent], scratch[length..]);
            path = path[percent..];
            var taken = Decode(path, out var rune);
            if (taken == 0)
                scratch[length++] = '%';
            else
                length += rune.EncodeToUtf16(scratch[length..]);
            path = path[Math.Max(1, taken)..];
        }

        length += Encoding.Latin1.GetChars(path, scratch[length..]);
        return scratch[..length];
    }

    /// <summary>Decodes the path of a target.</summary>
    /// <param name="target">Path and query, without dot segments; begins with a slash.</param>
    public static string Read(string target)
    {
        var query = target.IndexOf('?');
        var path = query < 0 ? target : target[..query];
        if (!path.Contains('%'))
            return path;
        var scratch = ArrayPool<char>.Shared.Rent(path.Length);
        var decoded = new string(Read(Encoding.Latin1.GetBytes(path), scratch));
        ArrayPool<char>.Shared.Return(scratch);
        return decoded;
    }

    /// <summary>Whether a path has a NUL written in it, which no path may have.</summary>
    public static bool HasNul(ReadOnlySpan<byte> target)
    {
        var nul = target.IndexOf("%00"u8);
        return nul >= 0 && !target[..nul].Contains((byte)'?');
    }

    /// <summary>Decodes the character at the beginning; returns how many bytes it takes, 0 when it stays as it is.</summary>
    private static int Decode(ReadOnlySpan<byte> path, out Rune rune)
    {
        Span<byte> bytes = stackalloc byte[4];
        for (var count = 1; count <= bytes.Length; count++)
        {
            if (!TryByte(path[((count - 1) * 3)..], out bytes[count - 1]))
                break;
            var status = Rune.DecodeFromUtf8(bytes[..count], out rune, out _);
            if (status == OperationStatus.Done)
                return rune.Value == '/' ? 0 : count * 3;
            if (status == OperationStatus.InvalidData)
                break;
        }

        rune = default;
        return 0;
    }

    private static bool TryByte(ReadOnlySpan<byte> text, out byte value)
    {
        value = 0;
        if (text is not [(byte)'%', var high, var low, ..] || !char.IsAsciiHexDigit((char)high) || !char.IsAsciiHexDigit((char)low))
            return false;
        value = (byte)((Digit(high) << 4) | Digit(low));
        return true;
    }

    private static int Digit(byte hex) => hex <= '9' ? hex - '0' : (hex | 0x20) - 'a' + 10;
}
