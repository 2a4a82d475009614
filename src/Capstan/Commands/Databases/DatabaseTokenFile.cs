using Capstan.Core.Access;
using Capstan.Database.Api.Access;

namespace Capstan.Commands.Databases;

/// <summary>Reads the token that a command sends to a database.</summary>
internal static class DatabaseTokenFile
{
    /// <summary>The admin token of a tokens file, or the only token of a file; null when there is no file.</summary>
    /// <exception cref="IOException">The file holds no token, or cannot be read.</exception>
    public static string? Read(string path)
    {
        try
        {
            var text = File.ReadAllText(path);
            return (AccessTokens.Parse(text)?.Admin ?? BearerToken.Parse(text.Trim()))?.Text
                ?? throw new IOException($"{path} holds no token: it must be a token alone, or a line 'admin TOKEN' beside those for read and write.");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException($"The token file {path} cannot be read ({refused.Message.TrimEnd('.')}); run the command as the user who runs the stack.", refused);
        }
    }
}
