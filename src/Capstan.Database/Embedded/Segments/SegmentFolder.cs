using Capstan.Database.Embedded.Files;
using Capstan.Database.Engines;

namespace Capstan.Database.Embedded.Segments;

/// <summary>The files of the log, the oldest first. There is always a last one, to which is written. Guarded by the log's lock.</summary>
internal sealed class SegmentFolder : IDisposable
{
    private readonly string _folder;
    private readonly List<Segment> _segments = [];
    private volatile Segment? _active;

    private SegmentFolder(string folder) => _folder = folder;

    /// <summary>The last file. Its writer looks it up without the lock, while a purge shortens the list.</summary>
    public Segment Active => _active!;

    public long First => _segments[0].First;

    public long Bytes => _segments.Sum(segment => segment.Length);

    /// <exception cref="EngineException">The log is damaged.</exception>
    public static SegmentFolder Open(string path, long bound, out LogCut? cut)
    {
        Directory.CreateDirectory(path, DurableFile.OwnerFolder);
        foreach (var unfinished in Directory.GetFiles(path, "*" + DurableFile.Unfinished))
            File.Delete(unfinished);
        var folder = new SegmentFolder(path);
        try
        {
            folder.Load(out cut);
        }
        catch
        {
            folder.Dispose();
            throw;
        }

        if (folder._segments.Count == 0)
            folder.Add(Segment.Create(path, bound + 1));
        return folder;
    }

    public void Add(Segment segment)
    {
        _segments.Add(segment);
        _active = segment;
    }

    /// <summary>A new last file behind the present one; not yet in the list.</summary>
    public Segment CreateNext() => Segment.Create(_folder, Active.Last + 1);

    public Segment Holding(long position) => _segments.Last(segment => segment.First <= position);

    /// <summary>Takes out the files that hold nothing at or above a position; never the last one.</summary>
    public List<Segment> TakeBefore(long position)
    {
        var taken = _segments.Take(_segments.Count - 1).TakeWhile(segment => segment.Last < position).ToList();
        _segments.RemoveRange(0, taken.Count);
        return taken;
    }

    /// <summary>From the front on, so that a crash in between leaves no hole.</summary>
    public void Delete(IEnumerable<Segment> taken)
    {
        foreach (var segment in taken)
        {
            File.Delete(segment.Path);
            DurableFile.SyncFolder(_folder);
            segment.Dispose();
        }
    }

    public void Dispose() => _segments.ForEach(segment => segment.Dispose());

    private void Load(out LogCut? cut)
    {
        cut = null;
        var paths = Directory.GetFiles(_folder, "*" + Segment.Ending).Order(StringComparer.Ordinal).ToList();
        foreach (var path in paths)
        {
            var segment = SegmentScan.Open(path, path == paths[^1], out cut);
            Add(segment);
            if (Path.GetFileName(path) != Segment.NameOf(segment.First))
                throw SegmentScan.Damage(path, 0, $"its header says that it begins with message {segment.First}");
            if (_segments.Count > 1 && _segments[^2].Last + 1 != segment.First)
                throw SegmentScan.Damage(path, 0, $"it begins with message {segment.First}, the file before it ends with {_segments[^2].Last}");
        }
    }
}
