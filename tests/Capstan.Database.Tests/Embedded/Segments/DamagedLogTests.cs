using Capstan.Database.Embedded.Segments;
using Capstan.Database.Engines;

namespace Capstan.Database.Tests.Embedded.Segments;

public sealed class DamagedLogTests : IDisposable
{
    private const int Deadline = 60_000;
    private const int Length = 100;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Deadline)]
    public async Task Open_LastMessageTornAtEveryByte_IsCutAndTheRestStays()
    {
        var whole = await WrittenAsync(10);
        var last = whole.Length - SegmentFormat.SizeOf(Length);
        for (var length = last; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(FileName, whole[..length], Token);
            using (var log = LogUnderTest.Open(_folder.Path))
            {
                LogUnderTest.AssertNumbered(log.ReadAll(), 1, 9, Length);
                Assert.Equal(length == last ? null : new LogCut(FileName, last, length - last, 10), log.Cut);
                await log.FillAsync(1, Length, Token);
            }

            Assert.Equal(whole, await File.ReadAllBytesAsync(FileName, Token));
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Open_LastMessageGarbledAtEveryByte_IsCut()
    {
        var whole = await WrittenAsync(10);
        var last = whole.Length - SegmentFormat.SizeOf(Length);
        for (var at = last; at < whole.Length; at++)
        {
            await File.WriteAllBytesAsync(FileName, Flipped(whole, at), Token);
            using var log = LogUnderTest.Open(_folder.Path);
            LogUnderTest.AssertNumbered(log.ReadAll(), 1, 9, Length);
            Assert.Equal(new LogCut(FileName, last, whole.Length - last, 10), log.Cut);
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Open_AFlippedByteAnywhereBeforeTheLastMessage_IsRefused()
    {
        var whole = await WrittenAsync(4);
        var last = whole.Length - SegmentFormat.SizeOf(Length);
        for (var at = SegmentFormat.HeaderSize; at < last; at++)
        {
            await File.WriteAllBytesAsync(FileName, Flipped(whole, at), Token);
            var refusal = Assert.Throws<EngineException>(() => LogUnderTest.Open(_folder.Path));
            var entry = (at - SegmentFormat.HeaderSize) / SegmentFormat.SizeOf(Length);
            Assert.Contains($"{FileName} at byte {SegmentFormat.HeaderSize + entry * SegmentFormat.SizeOf(Length)}", refusal.Message);
            Assert.Contains("move the folder", refusal.Message);
        }

        Assert.Equal(whole.Length, new FileInfo(FileName).Length);
    }

    [Fact(Timeout = Deadline)]
    public async Task Open_GarbledHeader_IsRefused()
    {
        var whole = await WrittenAsync(1);
        for (var at = 0; at < 20; at++)
        {
            await File.WriteAllBytesAsync(FileName, Flipped(whole, at), Token);
            Assert.Contains(FileName, Assert.Throws<EngineException>(() => LogUnderTest.Open(_folder.Path)).Message);
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Open_ABadMessageInAnEarlierFile_IsRefused()
    {
        using (var log = LogUnderTest.Open(_folder.Path, 1000))
            await log.FillAsync(20, Length, Token);
        var first = Directory.GetFiles(_folder.Path, "*.log").Order().First();
        var bytes = await File.ReadAllBytesAsync(first, Token);
        await File.WriteAllBytesAsync(first, bytes[..^1], Token);
        Assert.Contains(first, Assert.Throws<EngineException>(() => LogUnderTest.Open(_folder.Path, 1000)).Message);
    }

    // The pages of one write reach the disk in any order when the power fails: its end may be there and its beginning not.
    [Fact(Timeout = Deadline)]
    public async Task Open_BeginningOfTheLastGroupIsMissing_IsCutAsAWhole()
    {
        var disk = new ScriptedDisk();
        using (var log = LogUnderTest.Open(_folder.Path, disk: disk))
        {
            await log.FillAsync(3, Length, Token);
            await AddGroupAsync(log, disk, 4, 5);
        }

        var whole = await File.ReadAllBytesAsync(FileName, Token);
        var group = whole.Length - 5 * SegmentFormat.SizeOf(Length);
        for (var at = group; at < group + SegmentFormat.SizeOf(Length); at++)
        {
            await File.WriteAllBytesAsync(FileName, Flipped(whole, at), Token);
            using var log = LogUnderTest.Open(_folder.Path);
            Assert.Equal(new LogCut(FileName, group, whole.Length - group, 5), log.Cut);
            Assert.Equal(4, log.End.Value);
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Open_ABadMessageWithinAnEarlierGroup_IsRefused()
    {
        var disk = new ScriptedDisk();
        using (var log = LogUnderTest.Open(_folder.Path, disk: disk))
        {
            await AddGroupAsync(log, disk, 1, 5);
            disk.Waits = false;
            await log.FillAsync(1, Length, Token);
        }

        var whole = await File.ReadAllBytesAsync(FileName, Token);
        await File.WriteAllBytesAsync(FileName, Flipped(whole, SegmentFormat.HeaderSize + 2 * SegmentFormat.SizeOf(Length) + 50), Token);
        Assert.Contains("message 3 is bad, and message 7", Assert.Throws<EngineException>(() => LogUnderTest.Open(_folder.Path)).Message);
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_AMessageGoesBadWhileOpen_IsNeverGiven()
    {
        using var log = LogUnderTest.Open(_folder.Path, tailBytes: 0);
        await log.FillAsync(5, Length, Token);
        await using (var file = File.Open(FileName, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Position = SegmentFormat.HeaderSize + 2 * SegmentFormat.SizeOf(Length) + 50;
            file.WriteByte(0);
            file.WriteByte(0);
        }

        Assert.Throws<EngineException>(() => log.ReadAll());
    }

    private string FileName => _folder.File(Segment.NameOf(1));

    private static async Task AddGroupAsync(SegmentLog log, ScriptedDisk disk, int alone, int count)
    {
        disk.Waits = true;
        var end = log.End;
        await log.AppendAsync(LogUnderTest.Payload(alone, Length), Token);
        await disk.EnteredAsync(Token);
        for (var i = 0; i < count; i++)
            await log.AppendAsync(LogUnderTest.Payload(i, Length), Token);
        disk.Go();
        await disk.EnteredAsync(Token);
        disk.Go();
        await log.BeyondAsync(new Database.Log.LogPosition(end.Value + count), Token);
        disk.Waits = false;
    }

    private async Task<byte[]> WrittenAsync(int count)
    {
        using (var log = LogUnderTest.Open(_folder.Path))
            await log.FillAsync(count, Length, Token);
        return await File.ReadAllBytesAsync(FileName, Token);
    }

    private static byte[] Flipped(byte[] bytes, int at)
    {
        var copy = (byte[])bytes.Clone();
        copy[at] ^= 0x10;
        return copy;
    }
}
