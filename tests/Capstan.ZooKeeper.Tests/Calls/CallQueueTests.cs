using Capstan.ZooKeeper.Calls;
using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper.Tests.Calls;

/// <summary>Calls that wait, are sent and are answered.</summary>
public sealed class CallQueueTests
{
    private readonly CallQueue _queue = new();

    [Fact]
    public void Calls_are_sent_and_answered_in_their_order()
    {
        var (one, two) = (Add("/1"), Add("/2"));
        _queue.Send(new JuteWriter(), now: 5);
        Assert.Equal((1, 2), (one.Xid, two.Xid));
        Assert.Equal(5, one.SentAt);
        Assert.Same(one, _queue.Answered(1));
        Assert.Same(two, _queue.Answered(2));
    }

    [Fact]
    public void An_answer_out_of_turn_or_to_nothing_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => _queue.Answered(1));
        Add("/1");
        Add("/2");
        _queue.Send(new JuteWriter(), 0);
        Assert.Contains("call 1 is next", Assert.Throws<InvalidDataException>(() => _queue.Answered(2)).Message);
    }

    [Fact]
    public void A_call_is_framed_with_number_and_kind()
    {
        Add("/1");
        var writer = new JuteWriter();
        _queue.Send(writer, 0);
        Assert.Equal("0000000E" + "00000001" + "00000009" + "000000022F31", Convert.ToHexString(writer.Written.Span));
    }

    [Fact]
    public void What_was_sent_is_lost_with_the_connection_and_what_waits_is_not()
    {
        var sent = Add("/1");
        _queue.Send(new JuteWriter(), 0);
        var waiting = Add("/2");
        Assert.Equal([sent], _queue.Broken());
        Assert.Equal(1, _queue.Waiting);
        Assert.Equal([waiting], _queue.Ended());
        Assert.Empty(_queue.Ended());
    }

    [Fact]
    public void A_call_that_is_given_up_before_it_was_sent_is_forgotten()
    {
        var (place, other) = (_queue.Add(Call("/1")), Add("/2"));
        _queue.Remove(place);
        _queue.Send(new JuteWriter(), 0);
        Assert.Same(other, _queue.Answered(1));
        _queue.Remove(place);
    }

    [Fact]
    public void A_cancelled_call_is_not_sent_and_a_sent_one_keeps_its_place()
    {
        var (before, after) = (Add("/1"), Add("/2"));
        before.Cancel(new CancellationToken(canceled: true));
        _queue.Send(new JuteWriter(), 0);
        after.Cancel(new CancellationToken(canceled: true));
        Assert.Same(after, _queue.Answered(1));
        Assert.True(before.Outcome.IsCanceled);
    }

    [Fact]
    public void A_portion_is_bounded_and_the_rest_comes_with_the_next()
    {
        for (var i = 0; i < 5; i++)
            _queue.Add(new AwaitedCall<bool>(OpCode.Sync, "", new JuteWriter().Buffer(new byte[CallQueue.Portion / 2]), Answers.Nothing));
        _queue.Send(new JuteWriter(), 0);
        Assert.Equal((2, 3), (_queue.Sent, _queue.Waiting));
        _queue.Send(new JuteWriter(), 0);
        _queue.Send(new JuteWriter(), 0);
        Assert.Equal((5, 0), (_queue.Sent, _queue.Waiting));
    }

    private AwaitedCall<bool> Add(string path)
    {
        var call = Call(path);
        _queue.Add(call);
        return call;
    }

    private static AwaitedCall<bool> Call(string path) => new(OpCode.Sync, path, new JuteWriter().Text(path), Answers.Nothing);
}
