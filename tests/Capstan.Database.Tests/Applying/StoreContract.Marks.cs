using Capstan.Database.Log;

namespace Capstan.Database.Tests.Applying;

public abstract partial class StoreContract
{
    [Fact]
    public void EndsAt_ProcessEndedWhileTrying_CountsEachEnd()
    {
        var lsn = new Lsn(1);
        for (var ends = 0; ends < 3; ends++)
        {
            Assert.Equal(ends, _fixture.Marks.EndsAt(lsn));
            _fixture.Marks.Trying(lsn);
            Assert.Equal(ends, _fixture.Marks.EndsAt(lsn));
            Reopen();
        }

        Assert.Equal(0, _fixture.Marks.EndsAt(new Lsn(2)));
    }

    [Fact]
    public void EndsAt_OthersTriedBeforeItAgain_KeepsCounting()
    {
        for (var ends = 0; ends < 2; ends++)
        {
            for (var lsn = 1; lsn <= 3; lsn++)
                _fixture.Marks.Trying(new Lsn(lsn));
            Reopen();
        }

        Assert.Equal(0, _fixture.Marks.EndsAt(new Lsn(1)));
        Assert.Equal(0, _fixture.Marks.EndsAt(new Lsn(2)));
        Assert.Equal(2, _fixture.Marks.EndsAt(new Lsn(3)));
    }

    [Fact]
    public void Clear_AfterEarlierRecords_KeepsTheEndsAtLaterOnes()
    {
        _fixture.Marks.Trying(new Lsn(3));
        Reopen();
        _fixture.Marks.Trying(new Lsn(1));
        _fixture.Marks.Clear();
        _fixture.Marks.Trying(new Lsn(2));
        _fixture.Marks.Clear();
        Assert.Equal(1, _fixture.Marks.EndsAt(new Lsn(3)));
        _fixture.Marks.Trying(new Lsn(3));
        _fixture.Marks.Clear();
        Assert.Equal(0, _fixture.Marks.EndsAt(new Lsn(3)));
    }

    [Fact]
    public void Clear_WithNothingTried_ForgetsAll()
    {
        _fixture.Marks.Trying(new Lsn(3));
        Reopen();
        _fixture.Marks.Clear();
        Assert.Equal(0, _fixture.Marks.EndsAt(new Lsn(3)));
        Reopen();
        Assert.Equal(0, _fixture.Marks.EndsAt(new Lsn(3)));
    }

    [Fact]
    public void EndsAt_ClearedOrApplied_DoesNotCount()
    {
        _fixture.Marks.Trying(new Lsn(1));
        _fixture.Marks.Clear();
        Reopen();
        Assert.Equal(0, _fixture.Marks.EndsAt(new Lsn(1)));
        CreateTable();
        _fixture.Marks.Trying(new Lsn(1));
        Reopen();
        Assert.Equal(0, _fixture.Marks.EndsAt(new Lsn(1)));
    }
}
