namespace Capstan.SystemTests.Databases;

/// <summary>The files of the log, and what can happen to them.</summary>
internal static class LogFiles
{
    /// <summary>The newest segment.</summary>
    public static string Last(DatabaseUnderTest database) =>
        Directory.EnumerateFiles(Path.Combine(database.Folder, "engine", "log"), "*.log").Order(StringComparer.Ordinal).Last();

    /// <summary>Takes bytes off the end.</summary>
    public static void Cut(string file, long bytes)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write);
        stream.SetLength(stream.Length - bytes);
    }

    /// <summary>Turns a bit around.</summary>
    public static void Flip(string file, long offset)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = offset;
        var value = stream.ReadByte();
        stream.Position = offset;
        stream.WriteByte((byte)(value ^ 0x10));
    }
}
