using System.Globalization;
using Capstan.Gateway.Fast.Native;

namespace Capstan.Gateway.Tests.Fast.Native;

public sealed class BlockPoolTests
{
    [Fact]
    public void Rent_Returned_IsTheOneReturnedLast()
    {
        var pool = new BlockPool(64, 4);
        var blocks = Rent(pool, 3);
        blocks[0].Return();
        blocks[2].Return();

        Assert.Same(blocks[2], pool.Rent());
        Assert.Same(blocks[0], pool.Rent());
    }

    [Fact]
    public void Rent_MoreThanASlab_GrowsAndNoBlockTouchesAnother()
    {
        var pool = new BlockPool(64, 4);
        var blocks = Rent(pool, 10);
        for (var i = 0; i < blocks.Length; i++)
            blocks[i].Span.Fill((byte)i);

        for (var i = 0; i < blocks.Length; i++)
        {
            Assert.Equal(64, blocks[i].Span.Length);
            Assert.Equal(-1, blocks[i].Span.IndexOfAnyExcept((byte)i));
        }

        Assert.Equal((12, 10), (pool.Made, pool.Rented));
    }

    [Fact]
    public void Rent_SeveralSlabsHaveBlocks_IsOneOfTheFirst()
    {
        var pool = new BlockPool(64, 4);
        var blocks = Rent(pool, 400);
        blocks[399].Return();
        blocks[2].Return();

        Assert.Same(blocks[2], pool.Rent());
        Assert.Same(blocks[399], pool.Rent());
    }

    [Fact]
    public void Look_SlabUnusedSinceTheLookBefore_IsGivenBack()
    {
        var pool = new BlockPool(64, 4);
        Return(Rent(pool, 400));

        pool.Look();
        Assert.Equal(400, pool.Made);
        pool.Look();

        Assert.Equal((4, 0, false), (pool.Made, pool.Rented, pool.CanShrink));
    }

    [Fact]
    public void Look_SlabUsedInBetween_Stays()
    {
        var pool = new BlockPool(64, 4);
        Return(Rent(pool, 12));
        pool.Look();
        Return(Rent(pool, 7));

        pool.Look();

        Assert.Equal(8, pool.Made);
    }

    [Fact]
    public void Look_OneBlockOfASlabIsOut_SlabStaysWithWhatIsInIt()
    {
        var pool = new BlockPool(64, 4);
        var blocks = Rent(pool, 12);
        blocks[6].Span.Fill(7);
        Return(blocks.Where((_, i) => i != 6));

        pool.Look();
        pool.Look();

        Assert.Equal((4, 1), (pool.Made, pool.Rented));
        Assert.Equal(-1, blocks[6].Span.IndexOfAnyExcept((byte)7));
        Assert.All(Rent(pool, 20), block => block.Span.Fill(1));
        Assert.Equal(-1, blocks[6].Span.IndexOfAnyExcept((byte)7));
    }

    [Fact]
    public void Look_MemoryGivenBack_IsTheSystemsAtOnce()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process has is read from /proc.");
        var pool = new BlockPool(64 * 1024, 4);
        var blocks = Rent(pool, 2_048);
        foreach (var block in blocks)
            block.Span.Fill(1);
        var before = ResidentKilobytes();

        Return(blocks);
        pool.Look();
        pool.Look();

        // Other tests run beside this one: half of it is well beyond what they take meanwhile.
        Assert.InRange(before - ResidentKilobytes(), 64 * 1024, long.MaxValue);
    }

    private static Block[] Rent(BlockPool pool, int count) => [.. Enumerable.Range(0, count).Select(_ => pool.Rent())];

    private static void Return(IEnumerable<Block> blocks)
    {
        foreach (var block in blocks)
            block.Return();
    }

    private static long ResidentKilobytes()
    {
        var line = File.ReadLines("/proc/self/status").First(static line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
        return long.Parse(line.Split(':', ' ', '\t').First(static part => part.Length > 0 && char.IsAsciiDigit(part[0])), CultureInfo.InvariantCulture);
    }
}
