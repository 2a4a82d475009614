using Capstan.RabbitMq.Front;
using Capstan.Testing;

namespace Capstan.RabbitMq.Tests.Front;

public sealed class RepeatsTest
{
    private readonly ManualTimeProvider _time = new();
    private readonly Repeats<string> _repeats;

    public RepeatsTest() => _repeats = new Repeats<string>(TimeSpan.FromMilliseconds(300), _time);

    [Fact]
    public void Due_AfterEachPause_TwiceAsLongAsTheLast()
    {
        _repeats.Watch("a", 0);
        Pass(299);
        Assert.Empty(Due());
        Pass(1);
        Assert.Equal([("a", 0)], Due());
        Assert.Empty(Due());
        _repeats.Watch("a", 1);
        Pass(599);
        Assert.Empty(Due());
        Pass(1);
        Assert.Equal([("a", 1)], Due());
    }

    [Fact]
    public void Due_Answered_IsForgotten()
    {
        _repeats.Watch("a", 0);
        _repeats.Watch("b", 0);
        Pass(300);
        Assert.Equal([("b", 0)], _repeats.Due(request => request == "a"));
        Assert.Empty(Due());
    }

    [Fact]
    public void Due_LaterOnes_WaitForTheirOwnTime()
    {
        _repeats.Watch("a", 0);
        Pass(200);
        _repeats.Watch("b", 0);
        Pass(100);
        Assert.Equal([("a", 0)], Due());
        Pass(200);
        Assert.Equal([("b", 0)], Due());
    }

    private List<(string Request, int Times)> Due() => _repeats.Due(static _ => false);

    private void Pass(int milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
}
