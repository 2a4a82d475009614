using System.Diagnostics;

namespace Capstan.Gateway.Fast.Native;

/// <summary>
/// A piece of pinned memory of fixed size, taken from a <see cref="BlockPool"/> and given back to it. In the checked build it is an error
/// to touch it after that.
/// </summary>
internal sealed class Block
{
    /// <summary>What blocks that nobody has are full of in the checked build.</summary>
    internal const byte Poison = 0xDB;

    private readonly byte[] _memory;
    private readonly int _start;

    /// <summary>A block within pinned memory.</summary>
    internal Block(BlockPool pool, Slab slab, byte[] memory, int start, int size)
    {
        Pool = pool;
        Slab = slab;
        _memory = memory;
        _start = start;
        Size = size;
    }

    /// <summary>Its size in bytes.</summary>
    public int Size { get; }

    /// <summary>Where it belongs.</summary>
    internal BlockPool Pool { get; }

    /// <summary>The slab that it was cut from.</summary>
    internal Slab Slab { get; }

    /// <summary>Whether somebody has it.</summary>
    internal bool IsRented { get; set; }

    /// <summary>All of it.</summary>
    public Span<byte> Span
    {
        get
        {
            CheckRented();
            return _memory.AsSpan(_start, Size);
        }
    }

    /// <summary>Gives it back; nobody may touch it afterwards.</summary>
    public void Return() => Pool.Return(this);

    /// <summary>All of it, whoever has it: for the pool's own checks.</summary>
    internal Span<byte> Unchecked => _memory.AsSpan(_start, Size);

    [Conditional("CHECKED_MEMORY")]
    private void CheckRented()
    {
        if (!IsRented)
            throw new InvalidOperationException("A block was used after it had been given back.");
        Pool.CheckThread();
    }
}
