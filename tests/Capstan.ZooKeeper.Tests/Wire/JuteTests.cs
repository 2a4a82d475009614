using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper.Tests.Wire;

/// <summary>The protocol's values.</summary>
public sealed class JuteTests
{
    [Fact]
    public void Values_have_the_protocols_bytes()
    {
        var writer = new JuteWriter().Int32(1).Int64(-2).Bool(true).Text("ä").Buffer([7]).Texts(["a", ""]);
        Assert.Equal(
            "00000001" + "FFFFFFFFFFFFFFFE" + "01" + "00000002C3A4" + "0000000107" + "00000002" + "0000000161" + "00000000",
            Convert.ToHexString(writer.Written.Span));
    }

    [Fact]
    public void What_was_written_is_read()
    {
        var reader = new JuteReader(new JuteWriter().Int32(int.MinValue).Int64(long.MaxValue).Bool(false).Text("a/ß").Buffer([1, 2]).Texts(["x", "y"]).Written.Span);
        Assert.Equal(int.MinValue, reader.Int32());
        Assert.Equal(long.MaxValue, reader.Int64());
        Assert.False(reader.Bool());
        Assert.Equal("a/ß", reader.Text());
        Assert.Equal([1, 2], reader.Buffer());
        Assert.Equal(["x", "y"], reader.Texts());
        Assert.True(reader.IsAtEnd);
    }

    [Fact]
    public void A_null_is_empty()
    {
        var reader = new JuteReader(new JuteWriter().Int32(-1).Int32(-1).Int32(-1).Written.Span);
        Assert.Empty(reader.Buffer());
        Assert.Equal("", reader.Text());
        Assert.Empty(reader.Texts());
    }

    [Theory]
    [InlineData("0000")]
    [InlineData("00000005")]
    [InlineData("7FFFFFFF00")]
    [InlineData("FFFFFFFE")]
    public void A_torn_frame_is_refused_and_costs_no_memory(string bytes)
    {
        Assert.Throws<InvalidDataException>(() => new JuteReader(Convert.FromHexString(bytes)).Buffer());
        Assert.Throws<InvalidDataException>(() => new JuteReader(Convert.FromHexString(bytes)).Text());
        Assert.Throws<InvalidDataException>(() => new JuteReader(Convert.FromHexString(bytes)).Texts());
    }

    [Fact]
    public void A_node_has_its_stat_in_the_protocols_order()
    {
        var writer = new JuteWriter().Int64(1).Int64(2).Int64(3000).Int64(4000).Int32(5).Int32(6).Int32(7).Int64(8).Int32(9).Int32(10).Int64(11);
        var reader = new JuteReader(writer.Written.Span);
        var expected = new NodeStat(
            1, 2, 11, DateTimeOffset.UnixEpoch.AddSeconds(3), DateTimeOffset.UnixEpoch.AddSeconds(4), 5, 6, 7, 8, 9, 10);
        Assert.Equal(expected, Answers.Stat(ref reader));
        Assert.True(reader.IsAtEnd);
    }

    [Fact]
    public void A_time_beyond_all_calendars_is_refused() => Assert.Throws<InvalidDataException>(() =>
    {
        var reader = new JuteReader(new JuteWriter().Int64(1).Int64(2).Int64(long.MaxValue).Int64(1).Written.Span);
        return Answers.Stat(ref reader);
    });

    [Fact]
    public void A_large_frame_does_not_keep_its_memory()
    {
        var writer = new JuteWriter().Buffer(new byte[2 * 1024 * 1024]);
        writer.Clear();
        Assert.Equal(0, writer.Length);
        Assert.Equal(4, writer.Int32(1).Written.Length);
    }
}
