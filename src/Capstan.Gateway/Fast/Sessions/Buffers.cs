using Capstan.Core.Stacks;
using Capstan.Gateway.Fast.Native;

namespace Capstan.Gateway.Fast.Sessions;

/// <summary>
/// The blocks of one loop, of several sizes. Everybody gets one of the usual size. Larger ones share a room of fixed size, so that it does not
/// matter how many clients send large heads: who finds no room there has to do without.
/// </summary>
internal sealed class Buffers
{
    /// <summary>Size of the usual blocks in bytes: sixteen KiB of a body, and the head before it.</summary>
    public const int Usual = 18 * 1024;

    /// <summary>Room for all larger blocks of a loop together, in bytes; more when the limits allow heads of more than 1 MiB.</summary>
    public const int LeastRoom = 32 * 1024 * 1024;

    // Small enough for many that wait, middling for heads above the usual, fast for long bodies.
    private const int Small = 2 * 1024;
    private const int Middle = 48 * 1024;
    private const int Fast = 128 * 1024;
    private const int Shares = 4;
    private const int SlabSize = 256 * 1024;
    private const int Growth = 4;
    private const int LargestAtOnce = 16;
    private readonly BlockPool[] _pools;
    private readonly BlockPool _usualPool;
    private readonly int _usual;
    private readonly int _fast;

    /// <summary>Blocks for clients with these limits.</summary>
    /// <param name="limits">The limits.</param>
    /// <param name="grown">Told whenever there are more than before.</param>
    public Buffers(GatewayLimits limits, Action grown)
    {
        // What a client's block may have to hold at once: a head that is kept, and a line of trailers behind it. And room to write a head anew.
        var head = limits.RequestLine + limits.HeaderBytes;
        Largest = Rounded(Math.Max(Fast, head + Math.Max(limits.HeaderBytes + (4 * 1024), 32 * 1024)));
        _pools = [.. Sizes(Largest).Select(size => new BlockPool(size, Math.Max(1, SlabSize / size), grown))];
        _usual = Array.FindIndex(_pools, pool => pool.BlockSize >= Usual);
        _usualPool = _pools[_usual];
        _fast = Array.FindIndex(_pools, pool => pool.BlockSize >= Fast);
        Room = Math.Max(LeastRoom, (long)LargestAtOnce * Largest);
    }

    /// <summary>Size of the largest blocks in bytes.</summary>
    public int Largest { get; }

    /// <summary>Bytes that blocks above <see cref="Usual"/> may take together.</summary>
    public long Room { get; }

    /// <summary>Bytes of all blocks that somebody has.</summary>
    public long Rented => _pools.Sum(static pool => (long)pool.Rented * pool.BlockSize);

    /// <summary>Bytes of all blocks that there are.</summary>
    public long Made => _pools.Sum(static pool => (long)pool.Made * pool.BlockSize);

    /// <summary>Whether <see cref="Look"/> may come to give something back.</summary>
    public bool CanShrink => Array.Exists(_pools, static pool => pool.CanShrink);

    /// <summary>How many bytes would find a block to be sent from, if nobody rents another before.</summary>
    public int Most
    {
        get
        {
            var left = Room - Taken;
            var i = _pools.Length - 1;
            while (i > _usual && _pools[i].BlockSize > left)
                i--;
            return _pools[i].BlockSize;
        }
    }

    /// <summary>Whether so many bytes would find a block to be sent from, if nobody rents another before.</summary>
    public bool HaveRoomFor(int length) => length <= Usual || length <= Most;

    private long Taken
    {
        get
        {
            var taken = 0L;
            for (var i = _usual + 1; i < _pools.Length; i++)
                taken += (long)_pools[i].Rented * _pools[i].BlockSize;
            return taken;
        }
    }

    /// <summary>A block of the usual size.</summary>
    public Block Rent() => _usualPool.Rent();

    /// <summary>
    /// The smallest block for so many bytes that are to be read; null when there is none so large, or three quarters of the room are taken: what
    /// has been read must find room to be sent.
    /// </summary>
    public Block? TryRentToRead(int length) => TryRent(length, Room - (Room / Shares));

    /// <summary>The smallest block for so many bytes that are to be sent; null when there is none so large, or no room.</summary>
    public Block? TryRentToSend(int length) => TryRent(length, Room);

    /// <summary>A smaller block for so many bytes than one of this size; null when there is none.</summary>
    public Block? TryRentBelow(int size, int length)
    {
        var i = 0;
        while (_pools[i].BlockSize < length)
            i++;
        return _pools[i].BlockSize < size ? _pools[i].Rent() : null;
    }

    /// <summary>A larger block than one of this size, for the sake of speed alone; null when a quarter of the room is taken.</summary>
    public Block? TryRentFast(int size) =>
        size < _pools[_fast].BlockSize && Taken + _pools[_fast].BlockSize <= Room / Shares ? _pools[_fast].Rent() : null;

    /// <summary>Gives back what nobody used since the look before this one.</summary>
    public void Look()
    {
        foreach (var pool in _pools)
            pool.Look();
    }

    private Block? TryRent(int length, long most)
    {
        var i = 0;
        while (i < _pools.Length && _pools[i].BlockSize < length)
            i++;
        return i < _pools.Length && (i <= _usual || Taken + _pools[i].BlockSize <= most) ? _pools[i].Rent() : null;
    }

    private static IEnumerable<int> Sizes(int largest)
    {
        yield return Small;
        yield return Usual;
        yield return Middle;
        for (var size = Fast; size <= largest / 2; size *= Growth)
            yield return size;
        yield return largest;
    }

    private static int Rounded(int size) => (size + 4095) & ~4095;
}
