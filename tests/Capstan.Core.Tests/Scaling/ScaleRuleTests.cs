using Capstan.Core.Scaling;
using Capstan.Core.Stacks;

namespace Capstan.Core.Tests.Scaling;

public sealed class ScaleRuleTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(19, 1)]
    [InlineData(20, 2)]
    [InlineData(21, 2)]
    [InlineData(39, 2)]
    [InlineData(40, 3)]
    [InlineData(41, 3)]
    [InlineData(60, 4)]
    [InlineData(61, 4)]
    [InlineData(179, 9)]
    [InlineData(180, 10)]
    [InlineData(200, 10)]
    public void Wanted_EdgeNext_IsFloorPlusOne(long count, int wanted) =>
        Assert.Equal(wanted, ScaleRule.Wanted(new ScaleSpec { Edge = ScaleEdge.Next }, count));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(19, 1)]
    [InlineData(20, 1)]
    [InlineData(21, 2)]
    [InlineData(39, 2)]
    [InlineData(40, 2)]
    [InlineData(41, 3)]
    [InlineData(60, 3)]
    [InlineData(61, 4)]
    [InlineData(200, 10)]
    [InlineData(201, 10)]
    public void Wanted_EdgeSame_IsCeiling(long count, int wanted) =>
        Assert.Equal(wanted, ScaleRule.Wanted(new ScaleSpec { Edge = ScaleEdge.Same }, count));

    [Theory]
    [InlineData(0, 3)]
    [InlineData(59, 3)]
    [InlineData(60, 4)]
    [InlineData(100, 5)]
    [InlineData(long.MaxValue, 5)]
    public void Wanted_MinAndMax_Clamp(long count, int wanted) =>
        Assert.Equal(wanted, ScaleRule.Wanted(new ScaleSpec { Min = 3, Max = 5 }, count));

    [Theory]
    [InlineData(ScaleEdge.Next)]
    [InlineData(ScaleEdge.Same)]
    public void Wanted_LargestCount_DoesNotOverflow(ScaleEdge edge) =>
        Assert.Equal(int.MaxValue, ScaleRule.Wanted(new ScaleSpec { Requests = 1, Max = int.MaxValue, Edge = edge }, long.MaxValue));

    [Theory]
    [InlineData(ScaleEdge.Next, "floor(45/20)+1, 1 to 10")]
    [InlineData(ScaleEdge.Same, "ceil(45/20), 1 to 10")]
    public void Formula_EachEdge_IsTheOneThatCounts(ScaleEdge edge, string formula) =>
        Assert.Equal(formula, ScaleRule.Formula(new ScaleSpec { Edge = edge }, 45));

    [Fact]
    public void Wanted_NegativeCount_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ScaleRule.Wanted(new ScaleSpec(), -1));

    [Theory]
    [InlineData(ScaleEdge.Next, 0, 20L)]
    [InlineData(ScaleEdge.Next, 19, 1L)]
    [InlineData(ScaleEdge.Next, 20, 20L)]
    [InlineData(ScaleEdge.Next, 179, 1L)]
    [InlineData(ScaleEdge.Next, 180, null)]
    [InlineData(ScaleEdge.Same, 0, 21L)]
    [InlineData(ScaleEdge.Same, 20, 1L)]
    [InlineData(ScaleEdge.Same, 21, 20L)]
    [InlineData(ScaleEdge.Same, 180, 1L)]
    [InlineData(ScaleEdge.Same, 181, null)]
    public void MoreForNext_Count_IsTheDistance(ScaleEdge edge, long count, long? more) =>
        Assert.Equal(more, ScaleRule.MoreForNext(new ScaleSpec { Edge = edge }, count));

    [Theory]
    [InlineData(ScaleEdge.Next, 1, 10)]
    [InlineData(ScaleEdge.Same, 1, 10)]
    [InlineData(ScaleEdge.Next, 3, 5)]
    [InlineData(ScaleEdge.Same, 3, 5)]
    public void MoreForNext_EveryCount_IsTheFewestThatWantMore(ScaleEdge edge, int min, int max)
    {
        var rule = new ScaleSpec { Edge = edge, Requests = 7, Min = min, Max = max };
        for (var count = 0L; count < 100; count++)
        {
            var wanted = ScaleRule.Wanted(rule, count);
            if (ScaleRule.MoreForNext(rule, count) is { } more)
            {
                Assert.Equal(wanted, ScaleRule.Wanted(rule, count + more - 1));
                Assert.Equal(wanted + 1, ScaleRule.Wanted(rule, count + more));
            }
            else
            {
                Assert.Equal(max, wanted);
            }
        }
    }

    [Fact]
    public void MoreForNext_LargestRule_DoesNotOverflow() =>
        Assert.Equal((long)int.MaxValue * (int.MaxValue - 1), ScaleRule.MoreForNext(new ScaleSpec { Requests = int.MaxValue, Min = int.MaxValue - 1, Max = int.MaxValue }, 0));
}
