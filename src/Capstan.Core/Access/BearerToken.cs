using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Capstan.Core.Access;

/// <summary>A secret that a request carries as <c>Authorization: Bearer TOKEN</c>: 32 bytes in base64url.</summary>
public sealed class BearerToken
{
    /// <summary>Random bytes in a token.</summary>
    public const int Size = 32;

    private const string Scheme = "Bearer ";

    private readonly byte[] _value;

    private BearerToken(string text)
    {
        Text = text;
        _value = Encoding.ASCII.GetBytes(text);
    }

    /// <summary>The token as it follows <c>Authorization: Bearer</c>.</summary>
    public string Text { get; }

    /// <summary>A token of these bytes, which nobody must be able to guess.</summary>
    /// <exception cref="ArgumentException">There are not <see cref="Size"/> bytes.</exception>
    public static BearerToken Of(ReadOnlySpan<byte> bytes) => bytes.Length == Size
        ? new BearerToken(Base64Url.EncodeToString(bytes))
        : throw new ArgumentException($"A token has {Size} bytes, not {bytes.Length}.", nameof(bytes));

    /// <summary>Reads a token's text; null when it is none.</summary>
    public static BearerToken? Parse(string text) =>
        text.Length == Base64Url.GetEncodedLength(Size) && Base64Url.IsValid(text) ? new BearerToken(text) : null;

    /// <summary>Whether an <c>Authorization</c> header carries this token; takes as long for every wrong one of its length.</summary>
    public bool Matches(string? authorization) => authorization is not null
        && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim()), _value);
}
