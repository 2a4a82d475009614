using Capstan.ZooKeeper.Sessions;
using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper.Tests.Sessions;

/// <summary>What a server's answer means for the session.</summary>
public sealed class SessionIdentityTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);
    private static readonly SessionIdentity Known = SessionIdentity.New(Timeout).After(Answer(7));

    [Fact]
    public void A_first_answer_begins_the_session()
    {
        Assert.Equal(7, Known.Id);
        Assert.Equal(TimeSpan.FromSeconds(2), Known.Timeout);
        Assert.Equal([1, 2], Known.Password.ToArray());
    }

    [Fact]
    public void The_same_number_goes_on() => Assert.Equal(7, Known.After(Answer(7)).Id);

    [Fact]
    public void Zero_means_expired_and_nothing_else_does()
    {
        var end = Assert.Throws<SessionEndedException>(() => Known.After(Answer(0)));
        Assert.Equal((ConnectionState.Expired, ZooKeeperError.SessionExpired), (end.State, end.Error));
        Assert.Throws<InvalidDataException>(() => Known.After(Answer(8)));
        Assert.Throws<InvalidDataException>(() => Known.After(Answer(7, isReadOnly: true)));
        Assert.Throws<InvalidDataException>(() => SessionIdentity.New(Timeout).After(Answer(0)));
    }

    [Fact]
    public void The_connect_frames_have_the_protocols_bytes()
    {
        var writer = new JuteWriter();
        ConnectFrames.Write(writer, lastZxid: 3, TimeSpan.FromSeconds(4), id: 7, [1, 2], canBeReadOnly: false);
        Assert.Equal("0000001F" + "00000000" + "0000000000000003" + "00000FA0" + "0000000000000007" + "000000020102" + "00", Convert.ToHexString(writer.Written.Span));
        var answer = ConnectFrames.Read(new JuteWriter().Int32(0).Int32(2000).Int64(7).Buffer([1, 2]).Bool(true).Written.Span);
        Assert.Equal((7, 2.0, true), (answer.Id, answer.Timeout.TotalSeconds, answer.IsReadOnly));
        Assert.False(ConnectFrames.Read(new JuteWriter().Int32(0).Int32(2000).Int64(7).Buffer([]).Written.Span).IsReadOnly);
    }

    private static ConnectAnswer Answer(long id, bool isReadOnly = false) =>
        new(id, [1, 2], id == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(2), isReadOnly);
}
