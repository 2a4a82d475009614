using System.Buffers.Binary;
using System.Text;
using Capstan.Containers.Docker;
using Capstan.Core.Replicas;

namespace Capstan.Containers.Tests.Docker;

public sealed class LogFramesTests
{
    private const string Stamp = "2026-11-20T12:25:53.293266041Z";
    private static readonly ReplicaId Replica = new("web", 0, 1);

    [Fact]
    public async Task Read_FramesOfBothStreams_AreKeptApart()
    {
        var lines = await ReadAsync([.. Frame(1, "one\n"), .. Frame(2, "oops\n"), .. Frame(1, "\n")]);
        Assert.Equal([("one", false), ("oops", true), ("", false)], lines.Select(each => (each.Line.Text, each.Line.IsError)));
        Assert.All(lines, each => Assert.Equal(Stamp, each.Stamp));
    }

    [Fact]
    public async Task Read_LineInSeveralFrames_IsOneLine()
    {
        var lines = await ReadAsync([.. Frame(1, "a b"), .. Frame(2, "other\n"), .. Frame(1, "c d\n")]);
        Assert.Equal(["other", "a bc d"], lines.Select(each => each.Line.Text));
    }

    [Fact]
    public async Task Read_StreamCutInAFrame_EndsWithTheLastWholeLine()
    {
        var whole = Frame(1, "one\n");
        Assert.Single(await ReadAsync([.. whole, .. whole[..^1]]));
        Assert.Single(await ReadAsync([.. whole, .. whole[..5]]));
    }

    [Fact]
    public void Since_Position_KeepsEveryDigit()
    {
        Assert.Equal("1795177553.293266041", LogPosition.After(null, Stamp).Since);
        Assert.Equal(2, LogPosition.After(LogPosition.After(null, Stamp), Stamp).Seen);
    }

    private static byte[] Frame(byte stream, string text)
    {
        var payload = Encoding.UTF8.GetBytes($"{Stamp} {text}");
        var frame = new byte[8 + payload.Length];
        frame[0] = stream;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), payload.Length);
        payload.CopyTo(frame, 8);
        return frame;
    }

    private static async Task<List<StampedLine>> ReadAsync(byte[] bytes)
    {
        List<StampedLine> lines = [];
        await foreach (var line in LogFrames.ReadAsync(new MemoryStream(bytes), Replica, TestContext.Current.CancellationToken))
            lines.Add(line);
        return lines;
    }
}
