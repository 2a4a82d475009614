namespace Capstan.StackFiles.Forms;

/// <summary>What stands in a file that the stack file names, since whoever needs it later may not see the file.</summary>
internal static class TextFile
{
    /// <summary>Reads it.</summary>
    /// <param name="folder">Where a relative path starts.</param>
    /// <param name="text">The path.</param>
    /// <param name="remedy">What to write instead when it cannot be read.</param>
    public static Formed<string> Read(string folder, string text, string remedy)
    {
        if (text.Contains('\0'))
            return new Misshape("a path holds no zero byte", "remove it");
        var path = Path.GetFullPath(text, folder);
        try
        {
            var content = File.ReadAllText(path);
            return content.AsSpan().Trim().Length > 0 ? content : new Misshape($"{path} is empty", remedy);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new Misshape(refused is FileNotFoundException or DirectoryNotFoundException ? $"there is no file {path}" : $"{path} cannot be read", remedy);
        }
    }
}
