using Capstan.Gateway.Fast.Sessions;

namespace Capstan.Gateway.Tests.Fast.Sessions;

public sealed class ReserveTests
{
    [Fact]
    public void Look_ThingsThatLayThereAllTheTime_AreLetGo()
    {
        var reserve = With(10);

        reserve.Look();
        Assert.Equal(10, reserve.Count);
        var taken = Enumerable.Range(0, 4).Select(_ => reserve.TryTake()!).ToArray();
        foreach (var thing in taken)
            reserve.Put(thing);
        reserve.Look();
        Assert.Equal(4, reserve.Count);
        reserve.Look();

        Assert.Equal((2, false), (reserve.Count, reserve.CanShrink));
    }

    [Fact]
    public void TryTake_NoneLeft_IsNullAndAllAreNeeded()
    {
        var reserve = With(3);
        reserve.Look();
        var taken = Enumerable.Range(0, 3).Select(_ => reserve.TryTake()!).ToArray();

        Assert.Null(reserve.TryTake());

        foreach (var thing in taken)
            reserve.Put(thing);
        reserve.Look();
        Assert.Equal(3, reserve.Count);
    }

    private static Reserve<object> With(int count)
    {
        var reserve = new Reserve<object>(least: 2);
        for (var i = 0; i < count; i++)
            reserve.Put(new object());
        return reserve;
    }
}
