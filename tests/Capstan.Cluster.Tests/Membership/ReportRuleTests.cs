using Capstan.Cluster.Membership;
using Capstan.Database.Log;
using Capstan.Database.Membership;

namespace Capstan.Cluster.Tests.Membership;

public sealed class ReportRuleTests
{
    private static readonly MemberState Written = new() { Applied = new Lsn(5), Position = new LogPosition(6), IsReady = true, Epoch = new Epoch(2) };

    public static TheoryData<MemberState> Urgent =>
    [
        Written with { IsReady = false },
        Written with { Epoch = new Epoch(3) },
        Written with { StuckAt = new Lsn(6) },
        Written with { DivergedAt = new Lsn(5) },
        Written with { Trouble = "no" },
    ];

    [Theory]
    [MemberData(nameof(Urgent))]
    public void WaitOf_WhatOthersWaitFor_IsNothing(MemberState newest) => Assert.Equal(TimeSpan.Zero, ReportRule.WaitOf(Written, newest, TimeSpan.Zero));

    [Fact]
    public void WaitOf_FirstState_IsNothing() => Assert.Equal(TimeSpan.Zero, ReportRule.WaitOf(null, new MemberState(), TimeSpan.Zero));

    [Fact]
    public void WaitOf_SameState_IsForEver() => Assert.Null(ReportRule.WaitOf(Written, Written with { }, TimeSpan.FromHours(1)));

    [Fact]
    public void WaitOf_Progress_IsTheRestOfAnInterval()
    {
        var further = Written with { Applied = new Lsn(50), Position = new LogPosition(60) };
        Assert.Equal(TimeSpan.FromMilliseconds(500), ReportRule.WaitOf(Written, further, TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromMilliseconds(1), ReportRule.WaitOf(Written, further, TimeSpan.FromMilliseconds(499)));
        Assert.Equal(TimeSpan.Zero, ReportRule.WaitOf(Written, further, TimeSpan.FromMilliseconds(500)));
    }
}
