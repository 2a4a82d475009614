using Capstan.Database.Applying;
using Capstan.Database.Log;

namespace Capstan.Testing.Databases;

/// <summary>Attempt marks on a <see cref="MemoryDisk"/>: the twin of the file.</summary>
public sealed class MemoryAttemptMarks : IAttemptMarks
{
    private const int Condemned = int.MaxValue / 2;

    private readonly Dictionary<Lsn, int> _ends = [];
    private Lsn _current;

    public int EndsAt(Lsn lsn) => _ends.GetValueOrDefault(lsn);

    public void Trying(Lsn lsn) => _current = lsn;

    public void Clear()
    {
        foreach (var lsn in _ends.Keys.Where(lsn => _current == Lsn.None || lsn <= _current).ToList())
            _ends.Remove(lsn);
        _current = Lsn.None;
    }

    public void Condemn(Lsn lsn) => _ends[lsn] = Condemned;

    public void Acquit(Lsn lsn) => _ends.Remove(lsn);

    /// <summary>What the next process finds when this one ends now.</summary>
    internal MemoryAttemptMarks Reopen(Lsn applied)
    {
        var next = new MemoryAttemptMarks();
        foreach (var (lsn, ends) in _ends)
        {
            if (lsn > applied || ends >= Condemned)
                next._ends[lsn] = ends;
        }

        if (_current > applied)
            next._ends[_current] = next._ends.GetValueOrDefault(_current) + 1;
        return next;
    }
}
