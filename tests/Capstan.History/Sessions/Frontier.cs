namespace Capstan.History.Sessions;

/// <summary>Sweeps through calls in time and knows the one with the highest position among those that had ended.</summary>
internal sealed class Frontier(IEnumerable<RecordedCall> calls)
{
    private readonly List<RecordedCall> _byEnd = [.. calls.OrderBy(call => call.End)];
    private RecordedCall? _highest;
    private int _ended;

    /// <summary>The highest of those that ended before a time; times must not fall from question to question.</summary>
    public RecordedCall? Before(long time)
    {
        for (; _ended < _byEnd.Count && _byEnd[_ended].End < time; _ended++)
        {
            if (_highest is null || _byEnd[_ended].Lsn > _highest.Lsn)
                _highest = _byEnd[_ended];
        }

        return _highest;
    }
}
