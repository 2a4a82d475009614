using Capstan.Core.Stacks;
using Capstan.Gateway.Fast.Http1;
using Capstan.Gateway.Fast.Loops;
using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Fast.Sessions;

/// <summary>Limits of sessions, lengths of time in timestamp ticks.</summary>
internal sealed class SessionRules(GatewayLimits limits, EventLoop loop)
{
    private static readonly TimeSpan LingerLimit = TimeSpan.FromSeconds(2);

    // Most answers come sooner; and a replica does not work much longer than this for somebody who is gone.
    private static readonly TimeSpan FirstProbePause = TimeSpan.FromSeconds(1);

    /// <summary>How large the head of a request may be.</summary>
    public readonly HeadLimits Heads = new(limits.RequestLine, limits.HeaderBytes, limits.Headers);

    /// <summary>How large the head of an answer may be.</summary>
    public readonly HeadLimits AnswerHeads = HeadLimits.Answers;

    /// <summary>Time for a head to come.</summary>
    public readonly long HeaderTimeout = loop.TicksOf(limits.HeaderTimeout);

    /// <summary>Time between requests.</summary>
    public readonly long IdleTimeout = loop.TicksOf(limits.IdleTimeout);

    /// <summary>Time within which a connection to a target must be made.</summary>
    public readonly long ConnectTimeout = loop.TicksOf(UpstreamClient.ConnectTimeout);

    /// <summary>Time within which a client must take some of what waits for it.</summary>
    public readonly long ClientLimit = limits.MinimumRate > 0 ? loop.TicksOf(GatewayHost.ClientLimit) : Timed.Never / 2;

    /// <summary>Time after which a client is told to send its body, when the target says nothing to its expectation.</summary>
    public readonly long Continue = loop.TicksOf(UpstreamClient.ContinueTimeout);

    /// <summary>Time for which what a client still sends is thrown away before its connection is closed.</summary>
    public readonly long Linger = loop.TicksOf(LingerLimit);

    /// <summary>Time that a target may go on after the client of an upgraded connection has ended.</summary>
    public readonly long HalfOpen = loop.TicksOf(Tunnel.HalfOpenLimit);

    /// <summary>Slowest pace of a request's body in bytes a second; 0 for none.</summary>
    public readonly int LeastRate = limits.MinimumRate;

    /// <summary>Time after which it is found out whether a client is still there that has ended its sending; twice as long after each time.</summary>
    public readonly long FirstProbe = loop.TicksOf(FirstProbePause);

    /// <summary>Largest body of a request; 0 for no limit.</summary>
    public readonly long LargestBody = limits.Body;
}
