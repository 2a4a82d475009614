using System.Security.Cryptography;
using System.Text;
using Capstan.Core.Access;
using Capstan.State;

namespace Capstan.Admin;

/// <summary>
/// The bearer token of a stack's admin API, in the file <c>token</c> (mode 0600) of the state folder. Made once; removing the file makes
/// a new one at the next start.
/// </summary>
public static class AdminToken
{
    private const string FileName = "token";

    /// <summary>
    /// The token of a state folder, made when there is none. One that others could have read, or that is cut short, is replaced.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static BearerToken LoadOrCreate(string stateFolder)
    {
        if (Load(stateFolder) is { } token && PrivateFile.IsPrivate(Path.Combine(stateFolder, FileName)))
            return token;
        var made = BearerToken.Of(RandomNumberGenerator.GetBytes(BearerToken.Size));
        AtomicFile.Write(Path.Combine(stateFolder, FileName), Encoding.ASCII.GetBytes(made.Text));
        return made;
    }

    /// <summary>The token of a state folder; null when there is none.</summary>
    /// <exception cref="UnauthorizedAccessException">The file belongs to another user.</exception>
    public static BearerToken? Load(string stateFolder)
    {
        var path = Path.Combine(stateFolder, FileName);
        return File.Exists(path) ? BearerToken.Parse(File.ReadAllText(path).Trim()) : null;
    }
}
