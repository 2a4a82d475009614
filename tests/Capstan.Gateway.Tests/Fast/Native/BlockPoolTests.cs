using Capstan.Gateway.Fast.Native;

namespace Capstan.Gateway.Tests.Fast.Native;

public sealed class BlockPoolTests
{
    [Fact]
    public void Rent_Returned_IsTheOneReturnedLast()
    {
        var pool = new BlockPool(64, 4);
        var blocks = Enumerable.Range(0, 3).Select(_ => pool.Rent()).ToArray();
        blocks[0].Return();
        blocks[2].Return();

        Assert.Same(blocks[2], pool.Rent());
        Assert.Same(blocks[0], pool.Rent());
    }

    [Fact]
    public void Rent_MoreThanASlab_GrowsAndNoBlockTouchesAnother()
    {
        var pool = new BlockPool(64, 4);
        var blocks = Enumerable.Range(0, 10).Select(_ => pool.Rent()).ToArray();
        for (var i = 0; i < blocks.Length; i++)
            blocks[i].Span.Fill((byte)i);

        for (var i = 0; i < blocks.Length; i++)
        {
            Assert.Equal(64, blocks[i].Span.Length);
            Assert.Equal(-1, blocks[i].Span.IndexOfAnyExcept((byte)i));
        }

        Assert.Equal((12, 10), (pool.Made, pool.Rented));
    }
}
