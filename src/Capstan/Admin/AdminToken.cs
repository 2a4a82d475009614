using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Capstan.State;

namespace Capstan.Admin;

/// <summary>
/// The bearer token of a stack's admin API: 32 random bytes in base64url, in the file <c>token</c> (mode 0600) of the state folder.
/// Made once; removing the file makes a new one at the next start.
/// </summary>
public sealed class AdminToken
{
    private const int Bytes = 32;
    private const string FileName = "token";

    private readonly byte[] _value;

    private AdminToken(string text)
    {
        Text = text;
        _value = Encoding.ASCII.GetBytes(text);
    }

    /// <summary>The token as it follows <c>Authorization: Bearer</c>.</summary>
    public string Text { get; }

    /// <summary>
    /// The token of a state folder, made when there is none. One that others could have read, or that is cut short, is replaced.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static AdminToken LoadOrCreate(string stateFolder)
    {
        if (Load(stateFolder) is { } token && PrivateFile.IsPrivate(Path.Combine(stateFolder, FileName)))
            return token;
        var made = new AdminToken(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)));
        AtomicFile.Write(Path.Combine(stateFolder, FileName), made._value);
        return made;
    }

    /// <summary>The token of a state folder; null when there is none.</summary>
    /// <exception cref="UnauthorizedAccessException">The file belongs to another user.</exception>
    public static AdminToken? Load(string stateFolder)
    {
        var path = Path.Combine(stateFolder, FileName);
        if (!File.Exists(path))
            return null;
        var text = File.ReadAllText(path).Trim();
        return text.Length == Base64Url.GetEncodedLength(Bytes) ? new AdminToken(text) : null;
    }

    /// <summary>Whether a request's <c>Authorization</c> header carries this token; takes as long for every wrong one of its length.</summary>
    public bool Matches(string? authorization)
    {
        const string scheme = "Bearer ";
        return authorization is not null
            && authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(authorization[scheme.Length..].Trim()), _value);
    }
}
