namespace Capstan.ZooKeeper.Sessions;

/// <summary>
/// Which server comes next. The order is drawn once; a server that was lost comes last in the round that follows. Within a round there is
/// no pause beyond a small random one before its first attempt, so that the clients of a dead server do not come all at once; between
/// rounds it doubles up to an eighth of the session or 1 s. The limit of an attempt lets a first round fit into the third of the session that
/// is left after a silent server, and doubles with each round up to the whole of it, since a busy ensemble must not be turned away from for ever.
/// </summary>
internal sealed class ServerRound
{
    private const int MostDoublings = 16;
    private static readonly TimeSpan Spread = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly int[] _order;
    private readonly Func<double> _chance;
    private int _next;
    private int _attempts;

    /// <summary>Draws the order.</summary>
    /// <param name="servers">How many servers there are.</param>
    /// <param name="chance">Numbers from 0 up to 1.</param>
    public ServerRound(int servers, Func<double> chance)
    {
        (_order, _chance) = ([.. Enumerable.Range(0, servers)], chance);
        for (var i = servers - 1; i > 0; i--)
        {
            var j = Math.Min((int)(chance() * (i + 1)), i);
            (_order[i], _order[j]) = (_order[j], _order[i]);
        }
    }

    /// <summary>The next attempt.</summary>
    /// <param name="session">The session's timeout.</param>
    public ServerAttempt Next(TimeSpan session)
    {
        var (round, place) = (_attempts / _order.Length, _attempts % _order.Length);
        _attempts++;
        var server = _order[_next];
        _next = (_next + 1) % _order.Length;
        var pause = place > 0 ? TimeSpan.Zero : round == 0 ? Spread * _chance() : PauseBefore(round, session);
        return new ServerAttempt(server, round, pause, Limit(round, session));
    }

    /// <summary>A server has answered: the next attempt will be the first of a round.</summary>
    public void Reached() => _attempts = 0;

    private TimeSpan PauseBefore(int round, TimeSpan session)
    {
        var full = FirstPause * (1L << Math.Min(round - 1, MostDoublings));
        var longest = session / 8 < LongestPause ? session / 8 : LongestPause;
        return (full < longest ? full : longest) * (0.5 + (0.5 * _chance()));
    }

    private TimeSpan Limit(int round, TimeSpan session)
    {
        var limit = session / 3 / Math.Max(1, _order.Length - 1) * (1L << Math.Min(round, MostDoublings));
        return limit < session ? limit : session;
    }
}
