namespace Capstan.Database.Embedded.Segments;

/// <summary>What stands before a payload.</summary>
/// <param name="Position">Its place in the log.</param>
/// <param name="Ordinal">Its place in the group that was written at once, from 0.</param>
/// <param name="Length">Bytes of the payload.</param>
internal readonly record struct EntryHead(long Position, int Ordinal, int Length)
{
    /// <summary>Bytes of the whole entry.</summary>
    public int Size => SegmentFormat.SizeOf(Length);

    /// <summary>First position of the group: everything before it had been fsynced when this was written.</summary>
    public long Group => Position - Ordinal;
}
