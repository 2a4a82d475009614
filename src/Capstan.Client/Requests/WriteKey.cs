using System.Security.Cryptography;

namespace Capstan.Client;

/// <summary>Names of writes.</summary>
internal static class WriteKey
{
    private const int Longest = 200;
    private const int MadeDigits = 32;

    /// <summary>A name that nobody has used or can guess: 128 random bits.</summary>
    public static string New() => RandomNumberGenerator.GetHexString(MadeDigits, lowercase: true);

    /// <summary>Refuses a name that the database would.</summary>
    /// <exception cref="ArgumentException">It has no 1 to 200 printable ASCII characters without spaces.</exception>
    public static string Checked(string key) => key.Length is > 0 and <= Longest && !key.AsSpan().ContainsAnyExceptInRange('!', '~')
        ? key
        : throw new ArgumentException($"A key has 1 to {Longest} printable ASCII characters without spaces.", nameof(key));
}
