using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper.Tests.Wire;

/// <summary>Frames out of what a server sends.</summary>
public sealed class FrameBufferTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void Frames_are_the_same_however_they_are_cut(int piece)
    {
        byte[][] frames = [[1, 2, 3], [], new byte[40_000], [9]];
        frames[2][^1] = 5;
        var stream = new JuteWriter();
        foreach (var frame in frames)
            stream.Buffer(frame);
        var buffer = new FrameBuffer(longest: 50_000);
        var seen = new List<byte[]>();
        var sent = stream.Written.ToArray().AsSpan();
        while (sent.Length > 0)
        {
            var room = buffer.Room().Span;
            var count = Math.Min(Math.Min(piece, room.Length), sent.Length);
            sent[..count].CopyTo(room);
            sent = sent[count..];
            buffer.Added(count);
            while (buffer.TryTake(out var frame))
                seen.Add(frame.ToArray());
        }

        Assert.Equal(frames, seen);
    }

    [Fact]
    public void A_frame_longer_than_allowed_is_refused_before_it_has_come()
    {
        var fault = Assert.Throws<InvalidDataException>(() => Take(new JuteWriter().Int32(1001), longest: 1000));
        Assert.Contains("1001", fault.Message);
        Assert.Contains("1000 is the most", fault.Message);
    }

    [Fact]
    public void Garbage_is_refused_and_named()
    {
        Assert.Contains("not ZooKeeper's protocol", Assert.Throws<InvalidDataException>(() => Take(new JuteWriter().Int32(-5), 1000)).Message);
        Assert.Contains("not ZooKeeper's protocol", Assert.Throws<InvalidDataException>(() => Take(new JuteWriter().Raw("HTTP/1.1 400"u8), 4_000_000)).Message);
    }

    private static bool Take(JuteWriter sent, int longest)
    {
        var buffer = new FrameBuffer(longest);
        sent.Written.Span.CopyTo(buffer.Room().Span);
        buffer.Added(sent.Length);
        return buffer.TryTake(out _);
    }
}
