using Capstan.Database.Api;
using Capstan.Database.Api.Requests;
using Capstan.Database.Log;
using Capstan.Database.Reading;
using Capstan.Testing;

namespace Capstan.Database.Tests.Api.Requests;

public sealed class ReadFloorTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly AckedPositions _positions;

    public ReadFloorTests() => _positions = new AckedPositions(_time);

    [Fact]
    public void Any_AnsweredLongerAgoThanItsBound_MustBeShown()
    {
        _positions.Raise(new Lsn(7));
        _time.Advance(TimeSpan.FromSeconds(1));
        _positions.Raise(new Lsn(9));

        Assert.Equal(new ReadFloor(ReadLevel.Session, new Lsn(7)), Any(TimeSpan.FromSeconds(1)));
        Assert.Equal(new ReadFloor(ReadLevel.Session, new Lsn(9)), Any(TimeSpan.Zero));
    }

    [Fact]
    public void Any_AllAnsweredWithinItsBound_AsksForNothing()
    {
        _positions.Raise(new Lsn(7));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(new ReadFloor(ReadLevel.Any, Lsn.None), Any(TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void Any_BoundLongerThanWhatIsKept_AsksForTheOldestThatIs()
    {
        _positions.Raise(new Lsn(1));
        _time.Advance(ApiLimits.LongestWait);
        _positions.Raise(new Lsn(2));
        _time.Advance(ApiLimits.LongestWait);
        _positions.Raise(new Lsn(3));

        Assert.Equal(new ReadFloor(ReadLevel.Session, new Lsn(2)), Any(TimeSpan.FromHours(1)));
    }

    [Fact]
    public void Session_AsksForWhatTheClientHasSeen_WhateverItsAge() =>
        Assert.Equal(new ReadFloor(ReadLevel.Session, new Lsn(5)), ReadFloor.Of(_positions, null, new Lsn(5), TimeSpan.FromHours(1)));

    [Fact]
    public void OwnWrites_OfAFrontThatAnsweredNothing_AreReadLinear()
    {
        Assert.Equal(new ReadFloor(ReadLevel.Linear, Lsn.None), ReadFloor.OwnWrites(_positions, null));
        _positions.Raise(new Lsn(4));
        Assert.Equal(new ReadFloor(ReadLevel.Session, new Lsn(6)), ReadFloor.OwnWrites(_positions, new Lsn(6)));
        Assert.Equal(new ReadFloor(ReadLevel.Session, new Lsn(4)), ReadFloor.OwnWrites(_positions, new Lsn(3)));
    }

    private ReadFloor Any(TimeSpan bound) => ReadFloor.Of(_positions, ReadLevel.Any, null, bound);
}
