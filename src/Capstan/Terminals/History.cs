namespace Capstan.Terminals;

/// <summary>What was entered before, oldest first, for the cursor keys and for searching. The oldest give way.</summary>
internal sealed class History(int limit = History.DefaultLimit)
{
    /// <summary>Entries that are kept unless told otherwise.</summary>
    public const int DefaultLimit = 1_000;

    private readonly List<string> _entries = [];

    /// <summary>How many there are.</summary>
    public int Count => _entries.Count;

    /// <summary>One of them, 0 the oldest.</summary>
    public string this[int index] => _entries[index];

    /// <summary>Adds an entry; one that repeats the newest adds nothing.</summary>
    /// <returns>Whether it was added.</returns>
    public bool Add(string entry)
    {
        if (entry.Length == 0 || (_entries.Count > 0 && _entries[^1] == entry))
            return false;
        if (_entries.Count == limit)
            _entries.RemoveAt(0);
        _entries.Add(entry);
        return true;
    }

    /// <summary>The newest entry older than <paramref name="before"/> that holds a text; letters' case does not count. -1 without one.</summary>
    public int Find(string text, int before)
    {
        for (var i = Math.Min(before, _entries.Count) - 1; i >= 0; i--)
        {
            if (_entries[i].Contains(text, StringComparison.OrdinalIgnoreCase))
                return i;
        }

        return -1;
    }
}
