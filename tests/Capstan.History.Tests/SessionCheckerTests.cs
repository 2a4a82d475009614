using Capstan.History.Sessions;

namespace Capstan.History.Tests;

/// <summary>Sessions and positions against real time.</summary>
public sealed class SessionCheckerTests
{
    [Theory]
    [InlineData("a client reads what it wrote", "1:w1#5@0-9 1:r1~#5<5@10-12")]
    [InlineData("a client may see more than it knew", "1:w1#5@0-9 1:r1~#8<5@10-12")]
    [InlineData("another client may be behind", "1:w1#5@0-9 2:r0~#4@10-12")]
    [InlineData("calls at once may be answered in any order", "1:r1~#5@0-20 1:r0~#4@10-12")]
    [InlineData("a write may carry a lower position than a concurrent one", "1:w1#5@0-9 1:w2#4@5-8")]
    public void Session_InOrder_HasNoViolation(string why, string history)
    {
        var violations = SessionChecker.Check(Told.History(history));
        Assert.True(violations.Count == 0, $"{why}: {string.Join('\n', violations)}");
    }

    [Theory]
    [InlineData("a client misses its own write", "1:w1#5@0-9 1:r0~#4@10-12")]
    [InlineData("reads of a client go back", "1:r1~#5@0-9 1:r0~#4@10-12")]
    [InlineData("a read is older than its token", "1:r0~#4<5@10-12")]
    [InlineData("reads go back behind a concurrent older one", "1:r1~#9@0-5 1:r1~#6@1-4 1:r0~#7@10-12")]
    [InlineData("a client misses a swap that failed", "1:s7>8!#5@0-9 1:r0~#4@10-12")]
    public void Session_GoingBack_IsFound(string why, string history)
    {
        var violations = SessionChecker.Check(Told.History(history));
        Assert.True(violations.Count == 1, $"{why}: {string.Join('\n', violations)}");
    }

    [Theory]
    [InlineData("positions follow real time", "w1#1@0-9 w2#2@10-19 r2#2@20-29", 0)]
    [InlineData("concurrent writes in any order", "w1#2@0-9 w2#1@5-19", 0)]
    [InlineData("a retry keeps its first place", "w1?=a@0-5 w2#2@6-9 w1=a#1@10-19", 0)]
    [InlineData("an answer repeated later is that of the first place", "w1=a#1@0-5 w2#2@6-9 w1=a#1@10-19", 0)]
    [InlineData("a later write before an earlier one", "w1#2@0-9 w2#1@10-19", 1)]
    [InlineData("two writes at one position", "w1#2@0-9 w2#2@10-19", 1)]
    [InlineData("a linear read behind an acknowledged write", "w1#2@0-9 r0#1@10-19", 1)]
    [InlineData("linear reads that go back", "r2#2@0-9 r1#1@10-19", 1)]
    [InlineData("a session read may be behind others", "w1#2@0-9 r0~#1@10-19", 0)]
    public void Order_AgainstRealTime_IsChecked(string why, string history, int expected)
    {
        var violations = OrderChecker.Check(Told.History(history));
        Assert.True(violations.Count == expected, $"{why}: {string.Join('\n', violations)}");
    }
}
