namespace Capstan.Gateway.Fast.Loops;

/// <summary>
/// Finds what an event is about by its token: a place in the lower half, a number that is never used again in the upper one. So an event
/// that was fetched before its descriptor was closed finds nothing, even when the place was taken again since.
/// </summary>
internal sealed class WatchTable
{
    private readonly Stack<int> _free = new();
    private Watched?[] _places = new Watched?[64];
    private int _used;
    private uint _number;

    /// <summary>Things in it.</summary>
    public int Count => _used - _free.Count;

    /// <summary>Gives a thing a token.</summary>
    public void Add(Watched watched)
    {
        if (!_free.TryPop(out var place))
        {
            if (_used == _places.Length)
                Array.Resize(ref _places, _used * 2);
            place = _used++;
        }

        _number = _number == uint.MaxValue ? 1 : _number + 1;
        watched.Token = ((ulong)_number << 32) | (uint)place;
        _places[place] = watched;
    }

    /// <summary>Forgets a thing.</summary>
    public void Remove(Watched watched)
    {
        if (watched.Token == 0)
            return;
        var place = (int)(uint)watched.Token;
        _places[place] = null;
        _free.Push(place);
        watched.Token = 0;
    }

    /// <summary>What a token stands for; null when it is gone.</summary>
    public Watched? Find(ulong token) => _places[(int)(uint)token] is { } watched && watched.Token == token ? watched : null;

    /// <summary>Everything in it now.</summary>
    public Watched[] All() => [.. _places.OfType<Watched>()];
}
