using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Capstan.Client;

/// <summary>Names of writes.</summary>
internal static class WriteKey
{
    private const int Longest = 200;
    private const int MadeBytes = 16;
    private const int TimeBytes = 6;

    /// <summary>
    /// A name that nobody has used or can guess: 48 bits of the time in milliseconds and 80 random ones. The time makes later names larger,
    /// which the database's copies write side by side.
    /// </summary>
    public static string New(TimeProvider time)
    {
        Span<byte> bytes = stackalloc byte[MadeBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time.GetUtcNow().ToUnixTimeMilliseconds() << (8 * (sizeof(long) - TimeBytes)));
        RandomNumberGenerator.Fill(bytes[TimeBytes..]);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>Refuses a name that the database would.</summary>
    /// <exception cref="ArgumentException">It has no 1 to 200 printable ASCII characters without spaces.</exception>
    public static string Checked(string key) => key.Length is > 0 and <= Longest && !key.AsSpan().ContainsAnyExceptInRange('!', '~')
        ? key
        : throw new ArgumentException($"A key has 1 to {Longest} printable ASCII characters without spaces.", nameof(key));
}
