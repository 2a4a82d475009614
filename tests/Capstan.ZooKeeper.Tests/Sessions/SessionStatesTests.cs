using Capstan.ZooKeeper.Sessions;

namespace Capstan.ZooKeeper.Tests.Sessions;

/// <summary>The states and the moves between them.</summary>
public sealed class SessionStatesTests
{
    // From each state the ones that may follow: C connecting, K connected, D disconnected, E expired, R refused, X closed.
    [Theory]
    [InlineData(ConnectionState.Connecting, "KERX")]
    [InlineData(ConnectionState.Connected, "DRX")]
    [InlineData(ConnectionState.Disconnected, "KERX")]
    [InlineData(ConnectionState.Expired, "")]
    [InlineData(ConnectionState.Refused, "")]
    [InlineData(ConnectionState.Closed, "")]
    public void IsAllowed_OfEachPair(ConnectionState from, string allowed)
    {
        foreach (var to in Enum.GetValues<ConnectionState>())
            Assert.Equal(allowed.Contains("CKDERX"[(int)to]), SessionStates.IsAllowed(from, to));
    }

    [Fact]
    public void An_illegal_move_throws_and_changes_nothing()
    {
        var states = new SessionStates();
        Assert.Throws<InvalidOperationException>(() => states.Move(ConnectionState.Disconnected));
        Assert.Equal(ConnectionState.Connecting, states.Current);
        states.Move(ConnectionState.Closed);
        Assert.Throws<InvalidOperationException>(() => states.Move(ConnectionState.Connected));
    }
}
