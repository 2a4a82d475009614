using Samples.Shared;

namespace SelfieLess.Store.Acts;

/// <summary>The acts of a category, oldest first; of equal times, the one uploaded first.</summary>
internal sealed class CategoryActs
{
    private readonly List<StoredAct> _acts = [];

    public int Count => _acts.Count;

    public IEnumerable<StoredAct> All => _acts;

    public void Add(StoredAct act) => _acts.Insert(IndexAfter(act.Time), act);

    public void Remove(StoredAct act)
    {
        // Equal times can be many, so the search by time only finds where to begin.
        int index = IndexAfter(act.Time) - 1;
        while (!ReferenceEquals(_acts[index], act))
        {
            index--;
        }

        _acts.RemoveAt(index);
    }

    public IReadOnlyList<Act> Latest(ActRange range)
    {
        var latest = new List<Act>();
        for (long number = range.First; number <= range.Last; number++)
        {
            latest.Add(_acts[(int)(_acts.Count - number)].ToAct());
        }

        return latest;
    }

    /// <summary>Index of the first act that is later than <paramref name="time"/>.</summary>
    private int IndexAfter(WrittenTime time)
    {
        int low = 0, high = _acts.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_acts[middle].Time > time)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
