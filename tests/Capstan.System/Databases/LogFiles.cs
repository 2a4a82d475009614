namespace Capstan.SystemTests.Databases;

/// <summary>The files of the log, known by how they begin.</summary>
internal static class LogFiles
{
    private static ReadOnlySpan<byte> Magic => "CAPSEG01"u8;

    /// <summary>The newest segment.</summary>
    public static string Last(DatabaseUnderTest database) =>
        Directory.EnumerateFiles(database.Folder, "*", SearchOption.AllDirectories).Where(IsSegment).Order(StringComparer.Ordinal).Last();

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

    private static bool IsSegment(string path)
    {
        Span<byte> head = stackalloc byte[8];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.SequenceEqual(Magic);
    }
}
