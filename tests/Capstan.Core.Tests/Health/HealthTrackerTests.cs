using Capstan.Core.Health;
using Capstan.Core.Stacks;

namespace Capstan.Core.Tests.Health;

public sealed class HealthTrackerTests
{
    private static readonly HealthSpec Spec = new() { Failures = 3, Successes = 2, Grace = TimeSpan.FromSeconds(30) };

    private readonly HealthTracker _tracker = new(Spec, TimeSpan.FromSeconds(100));

    // + is a 200, - a refused connection, 5 a status 500, 3 a 503; a digit string of verdicts: p h u x(unavailable).
    [Theory]
    [InlineData("+", "h")]
    [InlineData("---------", "ppppppppp")]
    [InlineData("---+", "ppph")]
    [InlineData("+--+--+", "hhhhhhh")]
    [InlineData("+---", "hhhu")]
    [InlineData("+555", "hhhu")]
    [InlineData("+---+", "hhhuu")]
    [InlineData("+---++", "hhhuuh")]
    [InlineData("+---+-++", "hhhuuuuh")]
    [InlineData("+3", "hx")]
    [InlineData("+33333333", "hxxxxxxxx")]
    [InlineData("+3+", "hxh")]
    [InlineData("+3---", "hxxxu")]
    [InlineData("333+", "ppph")]
    public void Record_Checks_GiveTheVerdicts(string checks, string verdicts)
    {
        var seen = string.Concat(checks.Select((check, index) =>
        {
            _tracker.Record(Result(check), TimeSpan.FromSeconds(101 + index));
            return Letter(_tracker.Verdict);
        }));

        Assert.Equal(verdicts, seen);
    }

    [Fact]
    public void Record_NewcomerAfterItsGrace_IsUnhealthy()
    {
        Assert.False(_tracker.Record(Result('-'), TimeSpan.FromSeconds(129.9)));
        Assert.True(_tracker.Record(Result('-'), TimeSpan.FromSeconds(130)));
        Assert.Equal(HealthVerdict.Unhealthy, _tracker.Verdict);
    }

    [Fact]
    public void IsOverdue_NoAnswerAtAll_IsTrueWhenTheGraceIsOver()
    {
        Assert.False(_tracker.IsOverdue(TimeSpan.FromSeconds(129)));
        Assert.True(_tracker.IsOverdue(TimeSpan.FromSeconds(130)));
    }

    private static ProbeResult Result(char check) => check switch
    {
        '+' => new ProbeResult(ProbeOutcome.Healthy, "200"),
        '5' => new ProbeResult(ProbeOutcome.WrongStatus, "500"),
        '3' => new ProbeResult(ProbeOutcome.Unavailable, "503"),
        _ => new ProbeResult(ProbeOutcome.Refused, "refused"),
    };

    private static char Letter(HealthVerdict verdict) => verdict switch
    {
        HealthVerdict.Pending => 'p',
        HealthVerdict.Healthy => 'h',
        HealthVerdict.Unavailable => 'x',
        _ => 'u',
    };
}
