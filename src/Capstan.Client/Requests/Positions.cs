namespace Capstan.Client;

/// <summary>The highest log position that was seen. Any thread.</summary>
internal sealed class Positions(long highest)
{
    private long _highest = highest;

    /// <summary>The highest so far.</summary>
    public long Highest => Volatile.Read(ref _highest);

    /// <summary>A position was seen.</summary>
    public void Raise(long position)
    {
        var known = Volatile.Read(ref _highest);
        while (position > known)
        {
            var before = Interlocked.CompareExchange(ref _highest, position, known);
            known = before == known ? position : before;
        }
    }
}
