using Capstan.ZooKeeper.Sessions;

namespace Capstan.ZooKeeper.Tests.Sessions;

/// <summary>When to ping and when to leave a server.</summary>
public sealed class HeartbeatTests
{
    [Theory]
    [InlineData(0, 0, false, HeartbeatAction.Wait, 1000)]
    [InlineData(900, 0, false, HeartbeatAction.Wait, 100)]
    [InlineData(1000, 0, false, HeartbeatAction.Ping, 0)]
    [InlineData(1000, 1999, false, HeartbeatAction.Ping, 0)]
    [InlineData(1000, 1000, true, HeartbeatAction.Wait, 1000)]
    [InlineData(5000, 0, true, HeartbeatAction.Wait, 2000)]
    [InlineData(0, 1900, false, HeartbeatAction.Wait, 100)]
    [InlineData(0, 2000, false, HeartbeatAction.Drop, 0)]
    [InlineData(2000, 2000, true, HeartbeatAction.Drop, 0)]
    internal void Next_OfASessionOfThreeSeconds(int sinceSent, int sinceHeard, bool isPinging, HeartbeatAction action, int wait)
    {
        var step = Heartbeat.Next(Milliseconds(3000), Milliseconds(sinceSent), Milliseconds(sinceHeard), isPinging);
        Assert.Equal(new HeartbeatStep(action, Milliseconds(wait)), step);
    }

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);
}
