namespace Capstan.Gateway.Fast.Http1;

/// <summary>Reads Content-Length (RFC 9110 section 8.6).</summary>
internal static class ContentLengths
{
    /// <summary>Reads a value of digits alone; false for a list, a sign, any other character, nothing, or more than a body can have.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, out long length)
    {
        length = 0;
        foreach (var digit in value)
        {
            if (!char.IsAsciiDigit((char)digit) || length > (long.MaxValue - 9) / 10)
                return false;
            length = (length * 10) + digit - '0';
        }

        return !value.IsEmpty;
    }
}
