using System.Diagnostics;

namespace Capstan.Gateway.Fast.Native;

/// <summary>Pinned memory that is cut into the blocks of a <see cref="BlockPool"/>, and that is given back whole or not at all.</summary>
internal sealed class Slab
{
    private readonly byte[] _memory;
    private readonly Block[] _free;
    private int _count;

    /// <summary>A slab of which nobody has a block.</summary>
    /// <param name="pool">The pool that it belongs to.</param>
    /// <param name="place">Where it stands in the pool.</param>
    /// <param name="blockSize">Size of a block in bytes.</param>
    /// <param name="blocks">Blocks in it.</param>
    public Slab(BlockPool pool, int place, int blockSize, int blocks)
    {
        Place = place;
        _memory = GC.AllocateUninitializedArray<byte>(blockSize * blocks, pinned: true);
        _free = new Block[blocks];
        for (var i = blocks - 1; i >= 0; i--)
            Put(new Block(pool, this, _memory, i * blockSize, blockSize));
    }

    /// <summary>Where it stands in its pool.</summary>
    public int Place { get; }

    /// <summary>Whether nobody has a block of it.</summary>
    public bool IsUnused => _count == _free.Length;

    /// <summary>Whether every block of it is with somebody.</summary>
    public bool IsFull => _count == 0;

    /// <summary>Whether somebody had a block of it since this was last set to false.</summary>
    public bool WasUsed { get; set; }

    /// <summary>A block that nobody has, the one that came back last; there must be one.</summary>
    public Block Take()
    {
        WasUsed = true;
        return _free[--_count];
    }

    /// <summary>Takes a block back.</summary>
    public void Put(Block block)
    {
        MakePoison(block);
        _free[_count++] = block;
    }

    /// <summary>
    /// Gives the memory back to the system at once; the address space follows when the collector finds nobody who knows the slab. An idle
    /// process collects nothing, so that one without the other would give nothing back.
    /// </summary>
    public void GiveBack()
    {
        CheckUnused();
        Pages.GiveBack(_memory);
    }

    /// <summary>In the checked build: fails when somebody wrote to the block while nobody had it.</summary>
    [Conditional("CHECKED_MEMORY")]
    public static void CheckPoison(Block block)
    {
        if (block.Unchecked.IndexOfAnyExcept(Block.Poison) >= 0)
            throw new InvalidOperationException("A block was written to after it had been given back.");
    }

    [Conditional("CHECKED_MEMORY")]
    private static void MakePoison(Block block) => block.Unchecked.Fill(Block.Poison);

    [Conditional("CHECKED_MEMORY")]
    private void CheckUnused()
    {
        if (!IsUnused)
            throw new InvalidOperationException("A slab was given back while somebody had a block of it.");
        foreach (var block in _free)
            CheckPoison(block);
    }
}
