using System.Globalization;

namespace Capstan.Database.Applying;

/// <summary>The files of one copy, and how a bad one is set aside: moved, never deleted, never served (protocol section 8).</summary>
internal static class StoreFolder
{
    private static readonly string[] Companions = ["-wal", "-shm", "-journal"];

    /// <summary>Path of the copy.</summary>
    public static string FileOf(string folder) => Path.Combine(folder, SqliteStoreOptions.FileName);

    /// <summary>What is wrong with the file as it lies there, before SQLite sees it; null when nothing is, or there is none.</summary>
    public static string? HeaderFault(string file)
    {
        if (!File.Exists(file))
            return null;
        Span<byte> header = stackalloc byte[16];
        using var stream = File.OpenRead(file);
        var length = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (length == 0)
            return Companions.Any(companion => File.Exists(file + companion)) ? "it is empty" : null;
        return header.SequenceEqual("SQLite format 3\0"u8) ? null : "its header is not that of a database";
    }

    /// <summary>Moves the copy into a folder of its own under <c>quarantine</c>.</summary>
    /// <returns>That folder.</returns>
    public static string Quarantine(string folder, DateTimeOffset now)
    {
        var stamp = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
        var target = Enumerable.Range(1, int.MaxValue).Select(number => Path.Combine(folder, "quarantine", $"{stamp}-{number}")).First(path => !Directory.Exists(path));
        Directory.CreateDirectory(target);
        // The main file first: companions without it are leftovers, but it without them might be opened.
        foreach (var file in Companions.Prepend("").Select(companion => FileOf(folder) + companion).Where(File.Exists))
            File.Move(file, Path.Combine(target, Path.GetFileName(file)));
        return target;
    }

    /// <summary>Deletes companions that lost their main file, which SQLite could take for those of a new one.</summary>
    public static void DropOrphans(string folder)
    {
        if (File.Exists(FileOf(folder)))
            return;
        foreach (var companion in Companions)
            File.Delete(FileOf(folder) + companion);
    }
}
