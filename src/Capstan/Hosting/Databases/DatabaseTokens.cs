using System.Security.Cryptography;
using System.Text;
using Capstan.Admin;
using Capstan.Core.Access;
using Capstan.Database.Api.Access;
using Capstan.State;

namespace Capstan.Hosting.Databases;

/// <summary>The bearer tokens of a database's API, in the file <c>tokens</c> (mode 0600) of its folder. Made once.</summary>
internal static class DatabaseTokens
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "tokens";

    /// <summary>Those of a folder, made when there are none. A file that others could have read, or that is damaged, is replaced.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static AccessTokens LoadOrCreate(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (File.Exists(path) && PrivateFile.IsPrivate(path) && AccessTokens.Parse(File.ReadAllText(path)) is { } kept)
            return kept;
        var made = new AccessTokens(New(), New(), New());
        AtomicFile.Write(path, Encoding.ASCII.GetBytes(made.ToFileText()));
        return made;
    }

    private static BearerToken New() => BearerToken.Of(RandomNumberGenerator.GetBytes(BearerToken.Size));
}
