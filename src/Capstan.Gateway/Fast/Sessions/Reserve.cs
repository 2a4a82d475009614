namespace Capstan.Gateway.Fast.Sessions;

/// <summary>Things that are used again and again. What has lain there unused for a while is let go. Reads no clock.</summary>
/// <param name="least">How many stay in any case.</param>
internal sealed class Reserve<T>(int least)
    where T : class
{
    private readonly Stack<T> _free = new();
    private int _unused;

    /// <summary>Things that lie here.</summary>
    public int Count => _free.Count;

    /// <summary>Whether <see cref="Look"/> may come to let something go.</summary>
    public bool CanShrink => _free.Count > least;

    /// <summary>The thing that came back last; null when there is none.</summary>
    public T? TryTake()
    {
        _free.TryPop(out var thing);
        _unused = Math.Min(_unused, _free.Count);
        return thing;
    }

    /// <summary>Takes a thing back.</summary>
    public void Put(T thing) => _free.Push(thing);

    /// <summary>Lets go as many as were not needed at any moment since the look before this one.</summary>
    public void Look()
    {
        for (var left = Math.Min(_unused, _free.Count - least); left > 0; left--)
            _free.Pop();
        _unused = _free.Count;
    }
}
