using System.Text;
using Capstan.Containers.Processes;
using Capstan.Containers.Processes.Logs;

namespace Capstan.Containers.Tests.Processes;

public sealed class RotatingLogTests : IDisposable
{
    private static readonly LogLimits Limits = new(1000, 3);
    private readonly TemporaryFolder _folder = new();

    private string Path => LogNames.PathOf(LogNames.FolderIn(_folder.Path), "web", 0);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Write_MoreThanTheLimit_KeepsTheNewestInBoundedFiles()
    {
        WriteNumbers(NewLog(), 0, 500);
        Assert.Equal(3, Directory.GetFiles(LogNames.FolderIn(_folder.Path)).Length);
        Assert.All(Directory.GetFiles(LogNames.FolderIn(_folder.Path)), file => Assert.InRange(new FileInfo(file).Length, 1, Limits.Bytes));
        var lines = await ReadAsync(new LogQuery());
        Assert.Equal(Enumerable.Range(500 - lines.Count, lines.Count), lines);
        Assert.InRange(lines.Count, 40, 100);
    }

    [Fact]
    public async Task ReadAsync_FollowedOverRotations_LosesAndDoublesNothing()
    {
        var log = NewLog();
        WriteNumbers(log, 0, 10);
        await using var lines = new ProcessLogs(_folder.Path, TimeProvider.System)
            .ReadAsync(new LogQuery(Follow: true), TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        for (var expected = 0; expected < 1000; expected++)
        {
            // Two files and a bit at a time: the reader finds its own file moved away each time, and never too old.
            if (expected % 40 == 0)
                WriteNumbers(log, 10 + expected, 40);
            Assert.True(await lines.MoveNextAsync());
            Assert.Equal($"{expected}", lines.Current.Text);
        }
    }

    [Fact]
    public async Task Write_AfterATornLine_BeginsANewOne()
    {
        WriteNumbers(NewLog(), 0, 1);
        await File.AppendAllTextAsync(Path, "2026-03-04T05:06:07.1234567Z 1 o 77777", TestContext.Current.CancellationToken);
        WriteNumbers(NewLog(), 1, 1);
        Assert.Equal([0, 77777, 1], await ReadAsync(new LogQuery()));
    }

    [Fact]
    public async Task Write_AfterAnEndInMidRotation_CountsOn()
    {
        WriteNumbers(NewLog(), 0, 3);
        File.Move(Path, LogNames.Older(Path, 1));
        WriteNumbers(NewLog(), 3, 2);
        Assert.Equal([0, 1, 2, 3, 4], await ReadAsync(new LogQuery()));
    }

    [Fact]
    public async Task Write_FolderThatRefuses_TellsLaterHowMuchIsMissing()
    {
        var log = NewLog();
        await File.WriteAllTextAsync(LogNames.FolderIn(_folder.Path), "in the way", TestContext.Current.CancellationToken);
        WriteNumbers(log, 0, 5);
        File.Delete(LogNames.FolderIn(_folder.Path));
        WriteNumbers(log, 5, 1);
        var lines = await LinesAsync(new LogQuery());
        Assert.StartsWith("[capstan: 5 lines before this one could not be written", lines[0].Text, StringComparison.Ordinal);
        Assert.Equal("5", lines[1].Text);
    }

    [Fact]
    public async Task ReadAsync_Tail_GivesTheNewestOfEachReplica()
    {
        var log = NewLog();
        log.Write(new LogStream(1, false), "10\n11\n12\n"u8);
        log.Write(new LogStream(2, false), "20\n21\n22\n"u8);
        Assert.Equal([11, 12, 21, 22], await ReadAsync(new LogQuery(Tail: 2)));
    }

    private RotatingLog NewLog() => new(Path, Limits, TimeProvider.System);

    private static void WriteNumbers(RotatingLog log, int first, int count)
    {
        var stream = new LogStream(1, false);
        foreach (var number in Enumerable.Range(first, count))
            log.Write(stream, Encoding.ASCII.GetBytes($"{number}\n"));
    }

    private async Task<List<int>> ReadAsync(LogQuery query) => [.. (await LinesAsync(query)).Select(line => int.Parse(line.Text))];

    private async Task<List<LogLine>> LinesAsync(LogQuery query)
    {
        var lines = new List<LogLine>();
        await foreach (var line in new ProcessLogs(_folder.Path, TimeProvider.System).ReadAsync(query, TestContext.Current.CancellationToken))
            lines.Add(line);
        return lines;
    }
}
