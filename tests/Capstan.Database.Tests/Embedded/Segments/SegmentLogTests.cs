using Capstan.Database.Engines;
using Capstan.Database.Log;

namespace Capstan.Database.Tests.Embedded.Segments;

public sealed class SegmentLogTests : IDisposable
{
    private const int Deadline = 30_000;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Deadline)]
    public async Task Open_Empty_BeginsAtOne()
    {
        using var log = LogUnderTest.Open(_folder.Path);
        Assert.Equal((LogPosition.None, new LogPosition(1)), (log.End, log.First));
        await log.AddAsync(LogUnderTest.Payload(1), Token);
        Assert.Equal(new LogPosition(1), log.End);
    }

    [Theory(Timeout = Deadline)]
    [InlineData(1 << 20)]
    [InlineData(0)]
    public async Task Reopen_SeveralFiles_EverythingIsThere(int tailBytes)
    {
        using (var log = LogUnderTest.Open(_folder.Path, 4096, tailBytes))
        {
            await log.FillAsync(200, 100, Token);
            LogUnderTest.AssertNumbered(log.ReadAll(), 1, 200, 100);
        }

        Assert.True(Directory.GetFiles(_folder.Path, "*.log").Length > 4);
        Assert.All(Directory.GetFiles(_folder.Path, "*.log"), file => Assert.True(new FileInfo(file).Length <= 4096));
        using var again = LogUnderTest.Open(_folder.Path, 4096, tailBytes);
        Assert.Null(again.Cut);
        LogUnderTest.AssertNumbered(again.ReadAll(piece: 700), 1, 200, 100);
        LogUnderTest.AssertNumbered(again.ReadAll(after: 150), 151, 200, 100);
        await again.FillAsync(1, 100, Token);
        LogUnderTest.AssertNumbered(again.ReadAll(after: 199), 200, 201, 100);
    }

    [Fact(Timeout = Deadline)]
    public async Task Append_LargerThanASegment_GetsAFileOfItsOwn()
    {
        using var log = LogUnderTest.Open(_folder.Path, 4096, 0);
        await log.FillAsync(1, 100, Token);
        await log.AddAsync(LogUnderTest.Payload(2, 1_000_000), Token);
        await log.AddAsync(LogUnderTest.Payload(3), Token);
        Assert.Equal(3, Directory.GetFiles(_folder.Path, "*.log").Length);
        Assert.Equal(LogUnderTest.Payload(2, 1_000_000), log.ReadAll()[1].Payload);
        Assert.Equal([3], log.ReadAll(after: 2).Select(entry => entry.Position));
    }

    [Fact(Timeout = Deadline)]
    public async Task Append_DuringAFlush_TheRestGoesTogetherBehindIt()
    {
        var disk = new ScriptedDisk { Waits = true };
        using var log = LogUnderTest.Open(_folder.Path, disk: disk);
        await log.AppendAsync(LogUnderTest.Payload(1), Token);
        await disk.EnteredAsync(Token);
        for (var i = 2; i <= 100; i++)
            await log.AppendAsync(LogUnderTest.Payload(i), Token);
        Assert.Equal((1, 0, LogPosition.None), (disk.Writes, disk.Flushes, log.End));
        Assert.Empty(log.Read(LogPosition.None, 1 << 20));
        disk.Go();
        await disk.EnteredAsync(Token);
        Assert.Equal(new LogPosition(1), log.End);
        disk.Go();
        await log.BeyondAsync(new LogPosition(1), Token);
        Assert.Equal((2, 2, new LogPosition(100)), (disk.Writes, disk.Flushes, log.End));
    }

    [Fact(Timeout = Deadline)]
    public async Task Append_TooMuchWaits_WaitsForTheDisk()
    {
        var disk = new ScriptedDisk { Waits = true };
        var options = new Database.Embedded.Segments.SegmentLogOptions { Folder = _folder.Path, PendingBytes = 1000 };
        using var log = Database.Embedded.Segments.SegmentLog.Open(options, disk);
        await log.AppendAsync(LogUnderTest.Payload(1), Token);
        await disk.EnteredAsync(Token);
        await log.AppendAsync(LogUnderTest.Payload(2, 900), Token);
        var third = log.AppendAsync(LogUnderTest.Payload(3, 900), Token).AsTask();
        Assert.False(third.IsCompleted);
        disk.Waits = false;
        disk.Go();
        await third;
        await log.BeyondAsync(new LogPosition(2), Token);
        Assert.Equal(3, log.ReadAll().Count);
    }

    [Theory(Timeout = Deadline)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Append_DiskFails_IsFinalAndNothingIsShown(bool atTheWrite)
    {
        var disk = new ScriptedDisk();
        using var log = LogUnderTest.Open(_folder.Path, disk: disk);
        await log.FillAsync(1, 100, Token);
        (disk.FailsWrites, disk.FailsFlushes) = (atTheWrite, !atTheWrite);
        await log.AppendAsync(LogUnderTest.Payload(2), Token);
        Assert.IsType<IOException>(await log.Faulted.WaitAsync(Token));
        (disk.FailsWrites, disk.FailsFlushes) = (false, false);
        await log.AppendAsync(LogUnderTest.Payload(3), Token);
        Assert.Equal(new LogPosition(1), log.End);
        Assert.Equal(1, disk.Writes - (atTheWrite ? 0 : 1));
        Assert.Single(log.ReadAll());
    }

    [Fact(Timeout = Deadline)]
    public async Task Purge_WholeFilesOnly_ReadersOfTheRestGoOn()
    {
        using var log = LogUnderTest.Open(_folder.Path, 4096, 0);
        await log.FillAsync(200, 100, Token);
        var bytes = log.Bytes;
        log.PurgeBefore(new LogPosition(100));
        Assert.InRange(log.First.Value, 2, 100);
        Assert.True(log.Bytes < bytes);
        var gap = Assert.Throws<LogGapException>(() => log.Read(LogPosition.None, 1000));
        Assert.Equal(log.First, gap.First);
        LogUnderTest.AssertNumbered(log.ReadAll(after: log.First.Value - 1), log.First.Value, 200, 100);
        log.PurgeBefore(new LogPosition(long.MaxValue));
        Assert.NotEmpty(log.ReadAll(after: 199));
    }

    [Fact(Timeout = Deadline)]
    public async Task Reopen_Purged_KeepsItsPositions()
    {
        using (var log = LogUnderTest.Open(_folder.Path, 4096))
        {
            await log.FillAsync(200, 100, Token);
            log.PurgeBefore(new LogPosition(100));
        }

        using var again = LogUnderTest.Open(_folder.Path, 4096);
        Assert.Equal(new LogPosition(200), again.End);
        Assert.InRange(again.First.Value, 2, 100);
    }

    [Fact(Timeout = Deadline)]
    public async Task Reopen_FilesRemoved_NeverUsesAPositionAgain()
    {
        using (var log = LogUnderTest.Open(_folder.Path))
            await log.FillAsync(200, 100, Token);
        File.Delete(LogUnderTest.LastFile(_folder.Path));
        using var again = LogUnderTest.Open(_folder.Path);
        Assert.True(again.First > new LogPosition(200));
        await again.AddAsync(LogUnderTest.Payload(1), Token);
        Assert.Throws<LogGapException>(() => again.Read(new LogPosition(200), 1000));
    }

    [Fact(Timeout = Deadline)]
    public async Task Reopen_AFileMissingInTheMiddle_IsRefused()
    {
        using (var log = LogUnderTest.Open(_folder.Path, 4096))
            await log.FillAsync(200, 100, Token);
        File.Delete(Directory.GetFiles(_folder.Path, "*.log").Order().ElementAt(1));
        var refusal = Assert.Throws<EngineException>(() => LogUnderTest.Open(_folder.Path, 4096));
        Assert.Contains(Directory.GetFiles(_folder.Path, "*.log").Order().ElementAt(1), refusal.Message);
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_BesideWritersAndPurges_IsDenseOrAGap()
    {
        using var log = LogUnderTest.Open(_folder.Path, 16 * 1024, 4096);
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 2000; i++)
            {
                await log.AppendAsync(LogUnderTest.Payload(i, 500), Token);
                if (i % 100 == 0)
                    log.PurgeBefore(new LogPosition(log.End.Value - 300));
            }
        }, Token);
        var after = 0L;
        while (after < 2000)
        {
            await log.BeyondAsync(new LogPosition(after), Token);
            try
            {
                foreach (var entry in log.Read(new LogPosition(after), 10_000))
                    Assert.Equal(++after, entry.Position);
            }
            catch (LogGapException gap)
            {
                Assert.True(gap.First.Value > after + 1);
                after = gap.First.Value - 1;
            }
        }

        await writing;
    }
}
