using System.Runtime.InteropServices;

namespace Capstan.Gateway.Logging;

/// <summary>
/// A bounded queue from those who serve requests to the writer of the log: adding takes no lock and allocates nothing, and when it is
/// full the record is counted and dropped. An event loop has one of its own; the general plane's threads share one.
/// </summary>
/// <remarks>
/// Each place carries a turn number. A place may be filled when its turn is the position that asks for it, and read when it is one
/// more; reading raises it by the number of places, which is the position that will ask for it next.
/// </remarks>
internal sealed class AccessRing
{
    /// <summary>Records that it holds: at 60 000 requests a second, those of 68 ms.</summary>
    public const int Size = 4_096;

    private const int Half = Size / 2;

    private readonly Place[] _places = new Place[Size];
    private readonly Action _wake;
    private readonly ulong _chosen;
    private Counters _counters;

    /// <summary>A ring.</summary>
    /// <param name="sample">Share of the requests that are taken, 0 to 1.</param>
    /// <param name="wake">Called each time that another half of it was filled; must not block.</param>
    public AccessRing(double sample, Action wake)
    {
        _wake = wake;
        _chosen = sample >= 1 ? ulong.MaxValue : (ulong)(sample * ulong.MaxValue);
        for (var i = 0; i < Size; i++)
            _places[i].Turn = i;
    }

    /// <summary>Records that found no place.</summary>
    public long Dropped => Volatile.Read(ref _counters.Dropped);

    /// <summary>Notes a request, unless the sample leaves it out or there is no place for it. Any thread may call it.</summary>
    public void Add(in AccessFacts facts)
    {
        if (_chosen != ulong.MaxValue && Mixed((ulong)Interlocked.Increment(ref _counters.Asked)) >= _chosen)
            return;
        var position = Volatile.Read(ref _counters.Head);
        while (true)
        {
            ref var place = ref _places[position & (Size - 1)];
            var turn = Volatile.Read(ref place.Turn);
            if (turn < position)
            {
                Interlocked.Increment(ref _counters.Dropped);
                return;
            }

            if (turn > position)
            {
                position = Volatile.Read(ref _counters.Head);
                continue;
            }

            var seen = Interlocked.CompareExchange(ref _counters.Head, position + 1, position);
            if (seen == position)
            {
                Fill(ref place, position, facts);
                return;
            }

            position = seen;
        }
    }

    /// <summary>Takes out the oldest record; false when there is none. One thread only.</summary>
    public bool TryTake(ref AccessRecord record)
    {
        var position = _counters.Tail;
        ref var place = ref _places[position & (Size - 1)];
        if (Volatile.Read(ref place.Turn) != position + 1)
            return false;
        record = place.Record;
        place.Record.Service = null;
        place.Record.Replica = null;
        _counters.Tail = position + 1;
        Volatile.Write(ref place.Turn, position + Size);
        return true;
    }

    private void Fill(ref Place place, long position, in AccessFacts facts)
    {
        place.Record.Set(facts);
        Volatile.Write(ref place.Turn, position + 1);
        if ((position & (Half - 1)) == Half - 1)
            _wake();
    }

    // Numbers one after the other become numbers without order (SplitMix64), so that no rhythm of the requests meets one of the sample.
    private static ulong Mixed(ulong number)
    {
        number *= 0x9E3779B97F4A7C15;
        number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9;
        number = (number ^ (number >> 27)) * 0x94D049BB133111EB;
        return number ^ (number >> 31);
    }

    private struct Place
    {
        public long Turn;
        public AccessRecord Record;
    }

    /// <summary>Kept a cache line apart: the writer's progress must not slow down those who add.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Counters
    {
        [FieldOffset(64)]
        public long Head;

        [FieldOffset(72)]
        public long Asked;

        [FieldOffset(80)]
        public long Dropped;

        [FieldOffset(160)]
        public long Tail;
    }
}
