using System.Diagnostics;
using System.Numerics;

namespace Capstan.Gateway.Fast.Native;

/// <summary>
/// Blocks of one size, cut from pinned slabs, for one thread. They come from the first slab that has any, and what was returned to it last
/// goes out first, because the processor still has it at hand: so the slabs behind fall idle after a peak, and <see cref="Look"/> gives
/// them back. Reads no clock.
/// </summary>
/// <param name="blockSize">Size of a block in bytes.</param>
/// <param name="blocksPerSlab">Blocks that are made at once.</param>
/// <param name="grown">Told whenever there are more than before.</param>
internal sealed class BlockPool(int blockSize, int blocksPerSlab, Action? grown = null)
{
    private readonly List<Slab?> _slabs = [];
    private ulong[] _open = new ulong[1];
    private Thread? _owner;

    /// <summary>Size of its blocks in bytes.</summary>
    public int BlockSize => blockSize;

    /// <summary>Blocks that there are.</summary>
    public int Made { get; private set; }

    /// <summary>Blocks that somebody has.</summary>
    public int Rented { get; private set; }

    /// <summary>Whether <see cref="Look"/> may come to give something back: one slab stays.</summary>
    public bool CanShrink => Made > blocksPerSlab;

    /// <summary>A block; its content is whatever it was.</summary>
    public Block Rent()
    {
        CheckThread();
        var slab = FirstOpen() ?? Grow();
        var block = slab.Take();
        if (slab.IsFull)
            _open[slab.Place >> 6] &= ~(1ul << (slab.Place & 63));
        Slab.CheckPoison(block);
        block.IsRented = true;
        Rented++;
        return block;
    }

    /// <summary>Gives back the slabs that nobody had a block of since the look before this one.</summary>
    public void Look()
    {
        CheckThread();
        for (var i = _slabs.Count - 1; i >= 0; i--)
        {
            var slab = _slabs[i];
            if (slab is { IsUnused: true, WasUsed: false } && CanShrink)
                Drop(slab);
            else if (slab is not null)
                slab.WasUsed = !slab.IsUnused;
        }
    }

    /// <summary>Takes a block back.</summary>
    internal void Return(Block block)
    {
        CheckReturn(block);
        block.IsRented = false;
        Rented--;
        var slab = block.Slab;
        slab.Put(block);
        _open[slab.Place >> 6] |= 1ul << (slab.Place & 63);
    }

    /// <summary>In the checked build: fails on any other thread than the first that used the pool.</summary>
    [Conditional("CHECKED_MEMORY")]
    internal void CheckThread()
    {
        _owner ??= Thread.CurrentThread;
        if (_owner != Thread.CurrentThread)
            throw new InvalidOperationException("A pool of blocks was used by another thread than its own.");
    }

    private Slab? FirstOpen()
    {
        for (var i = 0; i < _open.Length; i++)
        {
            if (_open[i] != 0)
                return _slabs[(i << 6) + BitOperations.TrailingZeroCount(_open[i])];
        }

        return null;
    }

    private Slab Grow()
    {
        var place = _slabs.IndexOf(null);
        if (place < 0)
        {
            place = _slabs.Count;
            _slabs.Add(null);
            if (place >> 6 == _open.Length)
                Array.Resize(ref _open, _open.Length * 2);
        }

        var slab = new Slab(this, place, blockSize, blocksPerSlab);
        _slabs[place] = slab;
        _open[place >> 6] |= 1ul << (place & 63);
        Made += blocksPerSlab;
        grown?.Invoke();
        return slab;
    }

    private void Drop(Slab slab)
    {
        _open[slab.Place >> 6] &= ~(1ul << (slab.Place & 63));
        _slabs[slab.Place] = null;
        Made -= blocksPerSlab;
        slab.GiveBack();
    }

    [Conditional("CHECKED_MEMORY")]
    private void CheckReturn(Block block)
    {
        CheckThread();
        if (!block.IsRented)
            throw new InvalidOperationException("A block was given back twice.");
        if (block.Pool != this)
            throw new InvalidOperationException("A block was given back to another pool than its own.");
    }
}
