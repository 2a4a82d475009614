using Capstan.Database.Embedded.Files;
using Microsoft.Win32.SafeHandles;

namespace Capstan.Database.Embedded.Segments;

/// <summary>One file of the log. <see cref="Last"/>, <see cref="Length"/> and the index are guarded by the log's lock.</summary>
internal sealed class Segment : IDisposable
{
    public const string Ending = ".log";

    private Segment(string path, long first, SafeFileHandle file)
    {
        (Path, First, File) = (path, first, file);
        Last = first - 1;
        Length = SegmentFormat.HeaderSize;
    }

    public string Path { get; }

    /// <summary>Position of its first entry, also while it has none.</summary>
    public long First { get; }

    /// <summary>Position of its last entry on the disk; <see cref="First"/> − 1 while it has none.</summary>
    public long Last { get; private set; }

    /// <summary>Bytes up to the end of the last entry on the disk.</summary>
    public long Length { get; private set; }

    public SafeFileHandle File { get; }

    public SegmentIndex Index { get; } = new();

    public bool IsEmpty => Last < First;

    public static string NameOf(long first) => first.ToString("D20") + Ending;

    /// <summary>A new file, whole and named on the disk before this returns.</summary>
    public static Segment Create(string folder, long first)
    {
        var path = System.IO.Path.Combine(folder, NameOf(first));
        DurableFile.Replace(path, SegmentFormat.Header(first));
        return Open(path, first);
    }

    public static Segment Open(string path, long first) =>
        new(path, first, System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));

    /// <summary>Takes note of an entry that is on the disk.</summary>
    public void Grow(long position, int size)
    {
        Index.Note(position, Length);
        Last = position;
        Length += size;
    }

    public void Dispose() => File.Dispose();
}
