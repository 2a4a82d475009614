namespace Capstan.Database.Embedded.Segments;

/// <summary>Where some of the entries of a segment stand: one in each 64 KiB. Guarded by the log's lock.</summary>
internal sealed class SegmentIndex
{
    private const long Stride = 64 * 1024;
    private readonly List<(long Position, long Offset)> _marks = [];

    public void Note(long position, long offset)
    {
        if (_marks.Count == 0 || offset - _marks[^1].Offset >= Stride)
            _marks.Add((position, offset));
    }

    /// <summary>Offset of an entry at or before a position.</summary>
    public long Before(long position)
    {
        int low = 0, high = _marks.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_marks[middle].Position <= position)
                low = middle;
            else
                high = middle - 1;
        }

        return _marks.Count == 0 ? SegmentFormat.HeaderSize : _marks[low].Offset;
    }
}
