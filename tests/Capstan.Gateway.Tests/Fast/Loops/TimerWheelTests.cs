using Capstan.Gateway.Fast.Loops;

namespace Capstan.Gateway.Tests.Fast.Loops;

public sealed class TimerWheelTests
{
    private const long Second = 1_000;
    private const long Tick = Second / TimerWheel.TicksPerSecond;
    private const long Start = 123_456;
    private readonly TimerWheel _wheel = new(Second, Start);
    private long _now = Start;

    [Theory]
    [InlineData(1)]
    [InlineData(400)]
    [InlineData(30 * Second)]
    [InlineData(51 * Second)]
    [InlineData(300 * Second)]
    public void Advance_StepByStep_LooksOnceAndNeverEarlyNorMuchLate(long after)
    {
        var alarm = new Alarm();
        _wheel.Set(alarm, Start + after);

        for (var i = 0; i <= after + (3 * Tick); i++)
            Advance(1);

        Assert.InRange(Assert.Single(alarm.Rung), Start + after, Start + after + (2 * Tick));
    }

    [Fact]
    public void Advance_LongSleep_LooksAtAllThatIsDue()
    {
        var alarms = Enumerable.Range(0, 500).Select(_ => new Alarm()).ToArray();
        for (var i = 0; i < alarms.Length; i++)
            _wheel.Set(alarms[i], Start + (i * Second));

        Advance(250 * Second);

        Assert.All(alarms[..249], alarm => Assert.Single(alarm.Rung));
        Assert.All(alarms[252..], alarm => Assert.Empty(alarm.Rung));
    }

    [Fact]
    public void Set_AgainLater_PutsItOff()
    {
        var alarm = new Alarm();
        for (var i = 0; i < 100; i++)
        {
            _wheel.Set(alarm, _now + Second);
            Advance(Second / 2);
        }

        Assert.Empty(alarm.Rung);
        Advance(Second);
        Assert.Single(alarm.Rung);
    }

    [Fact]
    public void Set_AgainEarlier_BringsItForward()
    {
        var alarm = new Alarm();
        _wheel.Set(alarm, Start + (30 * Second));
        _wheel.Set(alarm, Start + Second);

        Advance(Second + (2 * Tick));

        Assert.Single(alarm.Rung);
    }

    [Fact]
    public void Set_Never_IsNotLookedAtAndDoesNotKeepTheLoopAwake()
    {
        var alarm = new Alarm();
        _wheel.Set(alarm, Start + Second);
        _wheel.Set(alarm, Timed.Never);
        Advance(2 * Second);

        Assert.Empty(alarm.Rung);
        Assert.Equal(-1, _wheel.MillisecondsLeft(_now));
    }

    [Fact]
    public void Remove_OfSeveralInOnePlace_LeavesTheOthers()
    {
        var alarms = Enumerable.Range(0, 5).Select(_ => new Alarm()).ToArray();
        foreach (var alarm in alarms)
            _wheel.Set(alarm, Start + Second);
        foreach (var i in new[] { 2, 0, 4 })
            _wheel.Remove(alarms[i]);
        Advance(2 * Second);

        Assert.Equal([0, 1, 0, 1, 0], alarms.Select(alarm => alarm.Rung.Count));
    }

    [Fact]
    public void Advance_AlarmSetsItselfAndRemovesAnother_BothHold()
    {
        var other = new Alarm();
        var alarm = new Alarm();
        alarm.Then = () =>
        {
            _wheel.Remove(other);
            _wheel.Set(alarm, _now + Second);
        };
        _wheel.Set(other, Start + Second);
        _wheel.Set(alarm, Start + Second);

        for (var i = 0; i < 30; i++)
            Advance(Second / 10);

        Assert.Empty(other.Rung);
        Assert.Equal(2, alarm.Rung.Count);
    }

    [Fact]
    public void MillisecondsLeft_AnyMoment_SleepsUntilTheNextAndNotBeyond()
    {
        Assert.Equal(-1, _wheel.MillisecondsLeft(_now));
        foreach (var after in new[] { 0L, 10, 49, 50, 51, 999, 3_210, 31_999, 51_000, 90_000 })
        {
            var alarm = new Alarm();
            _wheel.Set(alarm, _now + after);
            var sleeps = 0;
            while (alarm.Rung.Count == 0)
            {
                var left = _wheel.MillisecondsLeft(_now);
                Assert.InRange(left, 0, Math.Min(after, 51_200) + (2 * Tick));
                Advance(Math.Max(1, left));
                Assert.InRange(++sleeps, 1, 5);
            }
        }
    }

    private void Advance(long by)
    {
        _now += by;
        _wheel.Advance(_now, timed => timed.OnDue(_now));
    }
}
