using System.Diagnostics;

namespace Capstan.Gateway.Fast.Native;

/// <summary>
/// Blocks of one size, cut from pinned slabs, for one thread. What was returned last goes out first, because the processor still has it at
/// hand. Memory grows to the largest number of blocks that were ever out at once, and stays.
/// </summary>
/// <param name="blockSize">Size of a block in bytes.</param>
/// <param name="blocksPerSlab">Blocks that are made at once.</param>
internal sealed class BlockPool(int blockSize, int blocksPerSlab)
{
    private const byte Poison = 0xDB;
    private readonly Stack<Block> _free = new();
    private Thread? _owner;

    /// <summary>Size of its blocks in bytes.</summary>
    public int BlockSize => blockSize;

    /// <summary>Blocks that were made.</summary>
    public int Made { get; private set; }

    /// <summary>Blocks that somebody has.</summary>
    public int Rented => Made - _free.Count;

    /// <summary>A block; its content is whatever it was.</summary>
    public Block Rent()
    {
        CheckThread();
        if (!_free.TryPop(out var block))
        {
            Grow();
            block = _free.Pop();
        }

        CheckPoison(block);
        block.IsRented = true;
        return block;
    }

    /// <summary>Takes a block back.</summary>
    internal void Return(Block block)
    {
        CheckReturn(block);
        block.IsRented = false;
        _free.Push(block);
    }

    /// <summary>In the checked build: fails on any other thread than the first that used the pool.</summary>
    [Conditional("CHECKED_MEMORY")]
    internal void CheckThread()
    {
        _owner ??= Thread.CurrentThread;
        if (_owner != Thread.CurrentThread)
            throw new InvalidOperationException("A pool of blocks was used by another thread than its own.");
    }

    private void Grow()
    {
        var slab = GC.AllocateUninitializedArray<byte>(blockSize * blocksPerSlab, pinned: true);
        for (var i = blocksPerSlab - 1; i >= 0; i--)
        {
            var block = new Block(this, slab, i * blockSize, blockSize);
            MakePoison(block);
            _free.Push(block);
        }

        Made += blocksPerSlab;
    }

    [Conditional("CHECKED_MEMORY")]
    private void CheckReturn(Block block)
    {
        CheckThread();
        if (!block.IsRented)
            throw new InvalidOperationException("A block was given back twice.");
        if (block.Pool != this)
            throw new InvalidOperationException("A block was given back to another pool than its own.");
        MakePoison(block);
    }

    [Conditional("CHECKED_MEMORY")]
    private static void MakePoison(Block block) => block.Unchecked.Fill(Poison);

    [Conditional("CHECKED_MEMORY")]
    private static void CheckPoison(Block block)
    {
        if (block.Unchecked.IndexOfAnyExcept(Poison) >= 0)
            throw new InvalidOperationException("A block was written to after it had been given back.");
    }
}
