#if CHECKED_MEMORY
using Capstan.Gateway.Fast.Native;

namespace Capstan.Gateway.Tests.Fast.Native;

/// <summary>The guards of the checked build; there are none in the other.</summary>
public sealed class CheckedBlockTests
{
    private readonly BlockPool _pool = new(64, 4);

    [Fact]
    public void Return_Twice_Fails()
    {
        var block = _pool.Rent();
        block.Return();

        Assert.Throws<InvalidOperationException>(block.Return);
    }

    [Fact]
    public void Span_AfterReturn_Fails()
    {
        var block = _pool.Rent();
        block.Return();

        Assert.Throws<InvalidOperationException>(() => block.Span.Length);
    }

    [Fact]
    public void Rent_WrittenToAfterReturn_Fails()
    {
        var block = _pool.Rent();
        var kept = block.Span;
        block.Return();
        kept[3] = 1;

        Assert.Throws<InvalidOperationException>(() => _pool.Rent());
    }

    [Fact]
    public void Look_WrittenToAfterReturn_Fails()
    {
        Block[] blocks = [.. Enumerable.Range(0, 8).Select(_ => _pool.Rent())];
        var kept = blocks[7].Span;
        foreach (var block in blocks)
            block.Return();
        _pool.Look();
        kept[3] = 1;

        Assert.Throws<InvalidOperationException>(_pool.Look);
    }

    [Fact]
    public void Span_AfterTheSlabWasGivenBack_Fails()
    {
        Block[] blocks = [.. Enumerable.Range(0, 8).Select(_ => _pool.Rent())];
        foreach (var block in blocks)
            block.Return();
        _pool.Look();
        _pool.Look();

        Assert.Equal(4, _pool.Made);
        Assert.All(blocks, block => Assert.Throws<InvalidOperationException>(() => block.Span.Length));
    }

    [Fact]
    public async Task Rent_OnAnotherThread_Fails()
    {
        _pool.Rent();

        await Task.Factory.StartNew(
            () => Assert.Throws<InvalidOperationException>(() => _pool.Rent()),
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }
}
#endif
