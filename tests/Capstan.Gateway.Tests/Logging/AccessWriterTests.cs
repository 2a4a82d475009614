using System.Text;
using Capstan.Core.Stacks;
using Capstan.Gateway.Logging;
using Capstan.Gateway.Tests.Rig;
using Capstan.Testing;

namespace Capstan.Gateway.Tests.Logging;

/// <summary>The writing thread, its file and its sink, with a clock that the test moves.</summary>
public sealed class AccessWriterTests : IDisposable
{
    private readonly LogFolder _folder = new();
    private readonly ManualTimeProvider _time = new();
    private readonly TestLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Write_FileRenamed_GoesOnInANewOneWithinASecond()
    {
        await using var log = AccessLog.Open(_folder.Spec(), _time, _log);
        var ring = log.NewRing();
        await NoteAsync(ring, "/one", () => _folder.Lines.Length == 1);

        File.Move(_folder.File, _folder.File + ".1");
        _time.Advance(TimeSpan.FromSeconds(1));
        await NoteAsync(ring, "/two", () => _folder.Lines.Length == 1);

        Assert.Contains("/one", File.ReadAllText(_folder.File + ".1"));
        Assert.Contains("/two", _folder.Lines[0]);
        Assert.DoesNotContain("/two", File.ReadAllText(_folder.File + ".1"));
    }

    [Fact]
    public async Task Write_FileRenamedAndMadeAnew_GoesOnInTheNewOne()
    {
        await using var log = AccessLog.Open(_folder.Spec(), _time, _log);
        var ring = log.NewRing();
        await NoteAsync(ring, "/one", () => _folder.Lines.Length == 1);

        File.Move(_folder.File, _folder.File + ".1");
        File.WriteAllText(_folder.File, "");
        _time.Advance(TimeSpan.FromSeconds(1));
        await NoteAsync(ring, "/two", () => _folder.Lines.Length == 1);

        Assert.Single(File.ReadAllLines(_folder.File + ".1"));
    }

    [Fact]
    public async Task Write_FileTruncatedInPlace_StartsAtItsBeginning()
    {
        await using var log = AccessLog.Open(_folder.Spec(), _time, _log);
        var ring = log.NewRing();
        await NoteAsync(ring, "/one", () => _folder.Lines.Length == 1);

        await using (var file = new FileStream(_folder.File, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(0);
        await NoteAsync(ring, "/two", () => _folder.Lines.Length == 1);

        Assert.StartsWith("{", File.ReadAllText(_folder.File));
    }

    [Fact]
    public async Task Open_FileWithLines_AppendsAndIsNotForEverybody()
    {
        await using (var first = AccessLog.Open(_folder.Spec(), _time, _log))
            await NoteAsync(first.NewRing(), "/one", () => _folder.Lines.Length == 1);
        await using (var second = AccessLog.Open(_folder.Spec(), _time, _log))
            await NoteAsync(second.NewRing(), "/two", () => _folder.Lines.Length == 2);

        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(_folder.File) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite));
    }

    [Theory]
    [InlineData(AccessLogFormat.Json, "\"dropped\":10}")]
    [InlineData(AccessLogFormat.Common, "] \"10 lines dropped\" 0 -")]
    public async Task Write_SinkTakesNothing_DropsAreCountedAndToldInTheLog(AccessLogFormat format, string told)
    {
        var sink = new GatedSink();
        await using var log = AccessLog.Open(_folder.Spec(format), sink, _time, _log);
        var ring = log.NewRing();
        Note(ring, "/first");
        _time.Advance(TimeSpan.FromSeconds(1));
        await sink.Entered.WaitAsync(TestContext.Current.CancellationToken);

        for (var i = 0; i < AccessRing.Size + 10; i++)
            Note(ring, "/more");
        Assert.Equal(10, log.Read().Dropped);
        sink.Open();
        await Eventually.TrueAsync(() => sink.Text.Contains(told, StringComparison.Ordinal));

        // The first and all that the ring held; the line about the others is no request's.
        await Eventually.TrueAsync(() => log.Read() == new AccessLogReading(_folder.File, AccessRing.Size + 1, 10, null));
        Assert.Equal(AccessRing.Size + 2, sink.Text.Count(letter => letter == '\n'));
    }

    [Fact]
    public async Task Write_SinkFails_LinesAreCountedAndItGoesOnWhenItCan()
    {
        var sink = new GatedSink();
        sink.Open();
        await using var log = AccessLog.Open(_folder.Spec(), sink, _time, _log);
        var ring = log.NewRing();

        sink.Fault = new IOException("No space left on device");
        await NoteAsync(ring, "/lost", () => log.Read() is { Fault: "No space left on device", Dropped: 1 });
        sink.Fault = null;
        await NoteAsync(ring, "/kept", () => log.Read() is { Fault: null, Lines: > 0 });
        await NoteAsync(ring, "/next", () => sink.Text.Contains("\"dropped\":1}", StringComparison.Ordinal));

        Assert.DoesNotContain("/lost", sink.Text);
        Assert.Contains("/kept", sink.Text);
        var error = Assert.Single(_log.Errors);
        Assert.Contains("No space left on device", error);
    }

    [Fact]
    public async Task Write_LineAboutDroppedOnesFails_IsWrittenWhenItCanBe()
    {
        var sink = new GatedSink();
        await using var log = AccessLog.Open(_folder.Spec(), sink, _time, _log);
        var ring = log.NewRing();
        Note(ring, "/first");
        _time.Advance(TimeSpan.FromSeconds(1));
        await sink.Entered.WaitAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < AccessRing.Size + 10; i++)
            Note(ring, "/more");

        sink.RefusesNotices = true;
        sink.Open();
        await Eventually.TrueAsync(() => log.Read() is { Fault: not null });
        Assert.Equal(10, log.Read().Dropped);
        sink.RefusesNotices = false;
        await NoteAsync(ring, "/next", () => sink.Text.Contains("\"dropped\":10}", StringComparison.Ordinal));

        Assert.Equal(new AccessLogReading(_folder.File, AccessRing.Size + 2, 10, null), log.Read());
    }

    [Fact]
    public async Task Write_AnyBytes_OneLineOfPrintableAscii()
    {
        foreach (var format in new[] { AccessLogFormat.Json, AccessLogFormat.Common })
        {
            var sink = new GatedSink();
            sink.Open();
            await using var log = AccessLog.Open(_folder.Spec(format), sink, _time, _log);
            var ring = log.NewRing();
            for (var value = 0; value < 256; value++)
                Note(ring, "/" + (char)value + "\r\n\"\\", method: "M" + (char)value);
            _time.Advance(TimeSpan.FromSeconds(1));
            await Eventually.TrueAsync(() => log.Read().Lines == 256);

            Assert.All(sink.Text, letter => Assert.True(letter is '\n' or (>= ' ' and <= '~'), $"{(int)letter}"));
            Assert.Equal(256, sink.Text.Count(letter => letter == '\n'));
            Assert.Equal(256, sink.Text.Split("%0D%0A%22%5C").Length - 1);
        }
    }

    [Theory]
    [InlineData("", "-")]
    [InlineData("7f000001", "127.0.0.1")]
    [InlineData("00000000000000000000ffff0a00ff07", "10.0.255.7")]
    [InlineData("20010db8000000000000000000000001", "2001:db8::1")]
    public async Task Write_Client_AsPeopleWriteIt(string bytes, string text)
    {
        var sink = new GatedSink();
        sink.Open();
        await using var log = AccessLog.Open(_folder.Spec(AccessLogFormat.Common), sink, _time, _log);

        Note(log.NewRing(), "/", client: Convert.FromHexString(bytes));
        _time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => sink.Text.Length > 0);

        Assert.Equal($"{text} - - [01/Jan/2026:12:00:00 +0000] \"GET / HTTP/1.1\" 200 -\n", sink.Text);
    }

    [Fact]
    public async Task Write_WhatCouldNotBeRead_HasADashForIt()
    {
        var sink = new GatedSink();
        sink.Open();
        await using var log = AccessLog.Open(_folder.Spec(AccessLogFormat.Common), sink, _time, _log);

        Note(log.NewRing(), "", method: "", status: 400);
        Note(log.NewRing(), "/gone", status: 0);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => log.Read().Lines == 2);

        Assert.Contains("] \"-\" 400 -\n", sink.Text);
        Assert.Contains("] \"GET /gone HTTP/1.1\" 499 -\n", sink.Text);
    }

    private async Task NoteAsync(AccessRing ring, string target, Func<bool> isWritten)
    {
        Note(ring, target);
        await Eventually.TrueAsync(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(250));
            return isWritten();
        });
    }

    private void Note(AccessRing ring, string target, string method = "GET", int status = 200, byte[]? client = null) => ring.Add(new AccessFacts
    {
        Arrival = _time.GetTimestamp(),
        End = _time.GetTimestamp(),
        Client = client ?? [127, 0, 0, 1],
        Method = Encoding.Latin1.GetBytes(method),
        Target = Encoding.Latin1.GetBytes(target),
        Version = 11,
        Status = status,
        BytesIn = 0,
        BytesOut = 0,
    });
}
