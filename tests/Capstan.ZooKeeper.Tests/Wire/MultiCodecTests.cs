using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper.Tests.Wire;

/// <summary>What a multi's answer says.</summary>
public sealed class MultiCodecTests
{
    private static readonly NodeOperation[] Three = [NodeOperation.Create("/a", default), NodeOperation.Check("/b"), NodeOperation.Delete("/c")];

    [Fact]
    public void The_operations_own_errors_count_and_none_was_done()
    {
        var answer = Error(Error(Error(new JuteWriter(), 0), -103), -2);
        Assert.Equal(
            [ZooKeeperError.RuntimeInconsistency, ZooKeeperError.BadVersion, ZooKeeperError.RuntimeInconsistency],
            Read(End(answer)).Select(result => result.Error));
    }

    [Fact]
    public void Done_is_done()
    {
        var answer = new JuteWriter().Int32(1).Bool(false).Int32(0).Text("/root/a");
        answer.Int32(13).Bool(false).Int32(0).Int32(2).Bool(false).Int32(0);
        var results = Read(End(answer));
        Assert.All(results, result => Assert.True(result.IsDone));
        Assert.Equal(["/a", "/b", "/c"], results.Select(result => result.Path));
    }

    [Fact]
    public void Fewer_more_or_unknown_answers_are_refused()
    {
        Assert.Throws<InvalidDataException>(() => Read(End(Error(new JuteWriter(), 0))));
        Assert.Throws<InvalidDataException>(() => Read(End(Error(Error(Error(Error(new JuteWriter(), 0), 0), 0), 0))));
        Assert.Throws<InvalidDataException>(() => Read(End(new JuteWriter().Int32(77).Bool(false).Int32(0))));
    }

    private static OperationResult[] Read(JuteWriter answer)
    {
        var reader = new JuteReader(answer.Written.Span);
        return MultiCodec.Read(ref reader, Three, path => path.Replace("/root", ""));
    }

    private static JuteWriter Error(JuteWriter writer, int error) => writer.Int32(-1).Bool(false).Int32(error).Int32(error);

    private static JuteWriter End(JuteWriter writer) => writer.Int32(-1).Bool(true).Int32(-1);
}
