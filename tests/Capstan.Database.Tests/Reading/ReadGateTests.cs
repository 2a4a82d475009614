using Capstan.Database.Log;
using Capstan.Database.Reading;
using Capstan.Testing;

namespace Capstan.Database.Tests.Reading;

public sealed class ReadGateTests
{
    private static readonly ReadQuery Linear = new() { Statements = [], Level = ReadLevel.Linear, MinPosition = LogPosition.None };

    private readonly ReadGate _gate = new(new ManualTimeProvider());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Linear_LogMayHaveLostItsEnd_WaitsUntilItIsKnownToBeWhole()
    {
        _gate.Publish(new Lsn(268), new LogPosition(3), knowsLog: false);
        Assert.False(_gate.HasReached(Linear));
        var waiting = _gate.WaitAsync(Linear, TimeSpan.FromSeconds(1), Token).AsTask();
        Assert.False(waiting.IsCompleted);

        _gate.Publish(new Lsn(269), new LogPosition(5), knowsLog: true);

        Assert.True(await waiting);
        Assert.True(_gate.HasReached(Linear));
    }

    [Fact]
    public void Session_LogMayHaveLostItsEnd_IsServedByWhatIsApplied()
    {
        _gate.Publish(new Lsn(268), LogPosition.None, knowsLog: false);
        Assert.True(_gate.HasReached(new ReadQuery { Statements = [], Level = ReadLevel.Session, MinLsn = new Lsn(268) }));
        Assert.False(_gate.HasReached(new ReadQuery { Statements = [], Level = ReadLevel.Session, MinLsn = new Lsn(269) }));
    }

    [Fact]
    public void Linear_PositionNotReached_IsHeld()
    {
        _gate.Publish(new Lsn(1), new LogPosition(4), knowsLog: true);
        Assert.False(_gate.HasReached(Linear with { MinPosition = new LogPosition(5) }));
    }
}
