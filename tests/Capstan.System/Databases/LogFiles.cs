using System.Text;

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

    /// <summary>Takes everything from the first record of a request on.</summary>
    public static void CutAt(string file, string request)
    {
        var at = File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(request));
        Assert.True(at > 0, $"{request} is not in {file}");
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write);
        stream.SetLength(at);
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
