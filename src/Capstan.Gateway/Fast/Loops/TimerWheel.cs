using System.Numerics;

namespace Capstan.Gateway.Fast.Loops;

/// <summary>
/// Moments of many things, coarse by a tick. Putting a moment off, which every request does, is a write to a field: the thing keeps its
/// place in the wheel and is moved on when the wheel comes to it. Reads no clock.
/// </summary>
internal sealed class TimerWheel
{
    /// <summary>Ticks a second.</summary>
    public const int TicksPerSecond = 20;

    private const int Places = 1024;
    private readonly Timed?[] _heads = new Timed?[Places];
    private readonly ulong[] _used = new ulong[Places / 64];
    private readonly long _length;
    private long _tick;

    /// <summary>A wheel.</summary>
    /// <param name="frequency">Timestamp ticks a second.</param>
    /// <param name="now">Timestamp.</param>
    public TimerWheel(long frequency, long now)
    {
        _length = frequency / TicksPerSecond;
        _tick = now / _length;
    }

    /// <summary>Sets when a thing is to be looked at; it replaces the moment before.</summary>
    /// <param name="timed">The thing.</param>
    /// <param name="due">Timestamp; <see cref="Timed.Never"/> for none.</param>
    public void Set(Timed timed, long due)
    {
        timed.Due = due;
        if (timed.Tick < 0 ? due != Timed.Never : due <= (timed.Tick - 1) * _length)
            Hang(timed);
    }

    /// <summary>Forgets a thing.</summary>
    public void Remove(Timed timed)
    {
        timed.Due = Timed.Never;
        if (timed.Tick >= 0)
            Unlink(timed);
    }

    /// <summary>Looks at everything whose moment has come.</summary>
    /// <param name="now">Timestamp.</param>
    /// <param name="look">Called for each; it waits for no moment then.</param>
    public void Advance(long now, Action<Timed> look)
    {
        for (var end = now / _length; _tick < end;)
        {
            _tick++;
            while (_heads[_tick % Places] is { } timed)
            {
                Unlink(timed);
                if (timed.Due <= now)
                {
                    timed.Due = Timed.Never;
                    look(timed);
                }
                else if (timed.Due != Timed.Never)
                {
                    Hang(timed);
                }
            }
        }
    }

    /// <summary>Time until something may be due, in milliseconds, rounded up; -1 when nothing waits.</summary>
    public int MillisecondsLeft(long now)
    {
        var first = Distance();
        if (first < 0)
            return -1;
        var left = ((_tick + first) * _length) - now;
        return left <= 0 ? 0 : (int)(((left * 1000) + (_length * TicksPerSecond) - 1) / (_length * TicksPerSecond));
    }

    private void Hang(Timed timed)
    {
        if (timed.Tick >= 0)
            Unlink(timed);

        // Rounded up, so that a thing is due when its tick has come; what lies beyond the wheel waits at its end.
        var tick = Math.Clamp((timed.Due / _length) + 1, _tick + 1, _tick + Places - 1);
        var place = (int)(tick % Places);
        timed.Tick = tick;
        timed.Next = _heads[place];
        if (timed.Next is not null)
            timed.Next.Previous = timed;
        _heads[place] = timed;
        _used[place >> 6] |= 1ul << (place & 63);
    }

    private void Unlink(Timed timed)
    {
        var place = (int)(timed.Tick % Places);
        if (timed.Next is not null)
            timed.Next.Previous = timed.Previous;
        if (timed.Previous is not null)
            timed.Previous.Next = timed.Next;
        else
            _heads[place] = timed.Next;
        if (_heads[place] is null)
            _used[place >> 6] &= ~(1ul << (place & 63));
        timed.Next = timed.Previous = null;
        timed.Tick = -1;
    }

    /// <summary>Ticks to the next used place; -1 when there is none.</summary>
    private int Distance()
    {
        var start = (int)((_tick + 1) % Places);
        var bits = _used[start >> 6] >> (start & 63);
        if (bits != 0)
            return 1 + BitOperations.TrailingZeroCount(bits);
        for (var i = 1; i <= _used.Length; i++)
        {
            var word = ((start >> 6) + i) % _used.Length;
            if (_used[word] != 0)
                return 1 + (((i << 6) - (start & 63)) + BitOperations.TrailingZeroCount(_used[word]));
        }

        return -1;
    }
}
