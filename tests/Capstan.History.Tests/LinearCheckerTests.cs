using Capstan.History.Linearizability;

namespace Capstan.History.Tests;

/// <summary>Histories that are right although they look wrong, and wrong ones that look right.</summary>
public sealed class LinearCheckerTests
{
    [Theory]
    [InlineData("nothing at all", "")]
    [InlineData("a register that nobody wrote is zero", "r0@0-9")]
    [InlineData("a read that overlaps a write may show either", "w1@0-9 r0@1-3 r1@4-6")]
    [InlineData("two writes at once end in either order", "w1@0-9 w2@0-9 r1@10-12 r1@13-15")]
    [InlineData("two writes at once, seen in the order that nobody sent", "w1@0-20 w2@1-21 r2@2-5 r1@6-9 r1@30-31")]
    [InlineData("calls that only touch are concurrent", "w1@0-9 r0@9-12")]
    [InlineData("an unknown write that takes effect at once", "w1?@0-5 r1@6-9")]
    [InlineData("an unknown write that takes effect long after its end", "w1?@0-5 r0@6-9 r0@20-29 r1@30-39")]
    [InlineData("an unknown write that never happens", "w1@0-5 w2?@6-7 r1@8-9 r1@100-109")]
    [InlineData("an unknown write that is overwritten unseen", "w1?@0-5 w2@6-9 r2@10-12")]
    [InlineData("two unknown writes that happen in the other order", "w1?@0-5 w2?@6-9 r2@10-12 r1@13-15")]
    [InlineData("a swap that waits for a concurrent write", "w1@0-20 s1>2@1-19 r2@30-31")]
    [InlineData("a chain of swaps, all concurrent", "s0>1@0-30 s1>2@0-30 s2>3@0-30 s3>4@0-30 r4@31-32")]
    [InlineData("a swap that failed because of a write that nobody is sure of", "w1?@0-5 s0>2!@6-9 r0@1-3")]
    [InlineData("a swap that failed because of an unknown write that was overwritten", "w1?@0-5 s0>2!@6-9 w3@10-12 r3@13-15")]
    [InlineData("an unknown swap that happened, told by the next", "s0>1?@0-5 s1>2@6-9 r2@10-12")]
    [InlineData("a refused write is no part of it", "w1@0-5 w2-@6-9 r1@10-12")]
    [InlineData("a retried write is one write", "w1?=a@0-5 w1=a@6-9 r1@10-12")]
    [InlineData("the first sending of a retried write may have been the one", "w1?=a@0-5 w2@1-2 r1@3-4 w1=a@20-25 r1@30-31")]
    [InlineData("registers do not order each other", "w1@0-5 y.w1@0-5 r1@6-9 y.r0@1-3 y.r1@6-9")]
    [InlineData("one value written twice", "w1@0-5 r1@6-7 w2@8-9 r2@10-11 w1@12-13 r1@14-15")]
    [InlineData("an unknown write of a value that another wrote too", "w1@0-5 w2@6-9 w1?@7-8 r2@10-11 r1@12-13")]
    [InlineData("an unknown write back to zero", "w1@0-5 w0?@6-7 r1@8-9 r0@10-11")]
    [InlineData("reads that see a write before its writer knows", "w1@0-100 r1@10-11 r1@20-21 w2@0-100 r2@30-31")]
    public void History_ThatHasAnOrder_IsLinearizable(string why, string history)
    {
        var verdict = LinearChecker.Check(Told.History(history));
        Assert.True(verdict.IsLinearizable, $"{why}: {verdict.Reason}");
    }

    [Theory]
    [InlineData("a stale read", "w1@0-5 r0@6-9")]
    [InlineData("a stale read after another saw the new value", "w1@0-20 r1@2-5 r0@6-9")]
    [InlineData("a lost write", "w1@0-5 r1@6-9 r0@10-12")]
    [InlineData("a write lost under another that was refused", "w1@0-5 w2-@6-9 r2@10-12")]
    [InlineData("a value from nowhere", "w1@0-5 r7@6-9")]
    [InlineData("a value read before it was written", "r1@0-3 w1@5-9")]
    [InlineData("an unknown value read before it was sent", "r1@0-3 w1?@5-9")]
    [InlineData("a write that took effect twice", "w1@0-5 w2@6-9 r2@10-12 r1@13-15")]
    [InlineData("a retried write that took effect twice", "w1?=a@0-5 w1=a@6-9 w2@10-12 r2@13-14 r1@15-16")]
    [InlineData("an unknown write that took effect twice", "w1?@0-5 r1@6-7 w2@8-9 r2@10-11 r1@12-13")]
    [InlineData("reads that go back", "w1@0-5 w2@6-30 r2@7-9 r1@10-12")]
    [InlineData("readers that disagree on the order of two writes", "w1@0-9 w2@0-9 r1@10-11 r2@12-13")]
    [InlineData("readers that see two concurrent writes in both orders", "w1@0-40 w2@0-40 r1@5-6 r2@7-8 r1@9-10")]
    [InlineData("a swap that succeeded on a value that was gone", "w1@0-5 w2@6-9 s1>3@10-12")]
    [InlineData("a swap that succeeded on a value that never was", "s7>1@0-5")]
    [InlineData("two swaps that both won", "s0>1@0-9 s0>2@0-9")]
    [InlineData("a swap that failed although nothing had changed", "w1@0-5 s1>2!@6-9")]
    [InlineData("a swap that failed and still had its effect", "w1@0-5 s7>2!@6-9 r2@10-12")]
    [InlineData("a swap that won and had no effect", "s0>1@0-5 r0@6-9")]
    [InlineData("a write lost between two swaps", "s0>1@0-5 w2@6-9 s1>3@10-12")]
    [InlineData("an unknown swap that cannot have matched", "w1@0-5 s0>2?@6-9 r2@10-12")]
    [InlineData("two unknown swaps that cannot both have happened", "s0>1?@0-5 s0>2?@0-5 r1@6-7 r2@8-9")]
    [InlineData("a write lost on the other register", "w1@0-5 r1@6-9 y.w1@0-5 y.r0@6-9")]
    [InlineData("an unknown write back to zero, seen before it was sent", "w1@0-5 r0@6-7 w0?@8-9")]
    [InlineData("two losses that would need one unknown write twice", "w1?@0-5 s0>9!@6-7 w0@8-9 s0>9!@10-11 r0@12-13")]
    [InlineData("a swap that failed before the unknown write was sent", "s0>2!@0-3 w1?@5-9")]
    public void History_WithoutAnyOrder_IsNot(string why, string history)
    {
        var verdict = LinearChecker.Check(Told.History(history));
        Assert.False(verdict.IsLinearizable, why);
        Assert.True(verdict.IsDecided, why);
        Assert.Contains("fits nowhere", verdict.Reason);
    }

    [Fact]
    public void Reads_OfLowerLevels_AreNotJudged() => Assert.True(LinearChecker.Check(Told.History("w1@0-5 r0~@6-9")).IsLinearizable);

    [Fact]
    public void Search_BeyondItsBudget_IsUndecidedAndNotGood()
    {
        var verdict = LinearChecker.Check(Told.History("w1@0-9 w2@0-9 w3@0-9 w4@0-9 r4@20-21"), budget: 3);
        Assert.False(verdict.IsLinearizable);
        Assert.False(verdict.IsDecided);
    }
}
