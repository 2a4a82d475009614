using Capstan.Hosting;

namespace Capstan.Tests.Hosting;

public sealed class ChanceTests
{
    /// <summary>Of 4,000 numbers of 64 bits two are alike once in 2 million million runs; a place that is given away twice shows at once.</summary>
    [Fact]
    public async Task Next_OnSeveralThreads_GivesNothingTwice()
    {
        var drawing = Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 1_000).Select(_ => Chance.Next()).ToList()));
        var numbers = (await Task.WhenAll(drawing)).SelectMany(drawn => drawn).ToList();
        Assert.Equal(numbers.Count, numbers.Distinct().Count());
        Assert.DoesNotContain(0L, numbers);
    }

    /// <summary>Each of a block's ends, and more than a block.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(300)]
    [InlineData(512)]
    [InlineData(5_000)]
    public void Fill_AnyLength_LeavesNoByteAsItWas(int length)
    {
        var isFilled = new bool[length];
        for (var round = 0; round < 50; round++)
        {
            var bytes = new byte[length];
            Chance.Fill(bytes);
            for (var i = 0; i < length; i++)
                isFilled[i] |= bytes[i] != 0;
        }

        Assert.All(isFilled, Assert.True);
    }

    [Fact]
    public void Fill_Nothing_IsNoFault() => Chance.Fill([]);
}
