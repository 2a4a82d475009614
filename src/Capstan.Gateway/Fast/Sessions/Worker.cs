using System.Buffers.Text;
using System.Security.Cryptography;
using Capstan.Gateway.Balancing;
using Capstan.Gateway.Fast.Http1;
using Capstan.Gateway.Fast.Loops;
using Capstan.Gateway.Forwarding;
using Capstan.Gateway.Listening;
using Capstan.Gateway.Logging;

namespace Capstan.Gateway.Fast.Sessions;

/// <summary>What all sessions of one loop share. Touched by the loop's thread alone.</summary>
internal sealed class Worker
{
    /// <summary>A piece up to this size is copied behind a head rather than sent beside it.</summary>
    public const int CopyLimit = 4096;

    private const int LeastPassages = 16;
    private const int DateLength = 29;
    private readonly Dictionary<TargetState, UpstreamPool> _pools = new(ReferenceEqualityComparer.Instance);
    private readonly Reserve<Passage> _passages = new(LeastPassages);
    private readonly Upkeep _upkeep;
    private readonly byte[] _date = new byte[DateLength];
    private readonly byte[] _scratch;
    private readonly char[] _letters;
    private readonly ulong _idOrigin = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private ulong _idNumber;
    private long _dateUntil;
    private (Native.SocketAddress Address, int Port, ClientOrigin Origin)? _lastOrigin;

    /// <summary>The worker of a loop.</summary>
    public Worker(EventLoop loop, PlaneParts parts, HandoverPoint handover)
    {
        Loop = loop;
        Parts = parts;
        Handover = handover;
        Notes = parts.Plane.AccessLog?.NewRing();
        Rules = new SessionRules(parts.Limits, loop);
        _upkeep = new Upkeep(this);
        Buffers = new Buffers(parts.Limits, _upkeep.Wake);
        _letters = new char[parts.Limits.RequestLine + parts.Limits.HeaderBytes];
        _scratch = GC.AllocateUninitializedArray<byte>(Buffers.Largest, pinned: true);
    }

    /// <summary>The loop.</summary>
    public EventLoop Loop { get; }

    /// <summary>What all loops share.</summary>
    public PlaneParts Parts { get; }

    /// <summary>Limits in the loop's own units.</summary>
    public SessionRules Rules { get; }

    /// <summary>Where requests are noted; null without an access log.</summary>
    public AccessRing? Notes { get; }

    /// <summary>Where connections go that this plane does not serve.</summary>
    public HandoverPoint Handover { get; }

    /// <summary>Blocks for what is received and sent.</summary>
    public Buffers Buffers { get; }

    /// <summary>Clients that have stopped inside a large head, the one that did so first in front.</summary>
    public LinkedList<ClientSession> Stalled { get; } = new();

    /// <summary>Passages that serve nothing now.</summary>
    public int FreePassages => _passages.Count;

    /// <summary>Room for what is put together and sent within one call. As large as the largest block.</summary>
    public Span<byte> Scratch => _scratch;

    /// <summary>As much of <see cref="Scratch"/> as a head may take, so that the first piece of its body fits behind it.</summary>
    public Span<byte> HeadRoom => _scratch.AsSpan(..^(CopyLimit + BodyFlow.Overhead));

    /// <summary>Room for a path and a host in characters.</summary>
    public Span<char> Letters => _letters;

    /// <summary>Today and now as a Date field has it; anew each second.</summary>
    public ReadOnlySpan<byte> Date
    {
        get
        {
            if (Loop.Now >= _dateUntil)
            {
                Utf8Formatter.TryFormat(Parts.Time.GetUtcNow(), _date, out _, 'R');
                _dateUntil = Loop.Now + Loop.Frequency;
            }

            return _date;
        }
    }

    /// <summary>An id for a request.</summary>
    public RequestId NextId() => new(_idOrigin, ++_idNumber);

    /// <summary>The connections to a target.</summary>
    public UpstreamPool PoolOf(TargetState target)
    {
        if (!_pools.TryGetValue(target, out var pool))
            _pools[target] = pool = new UpstreamPool(this, target);
        return pool;
    }

    /// <summary>Forgets the connections to a target that was removed.</summary>
    public void Forget(UpstreamPool pool) => _pools.Remove(pool.Target);

    /// <summary>Something to serve a request with.</summary>
    public Passage RentPassage() => _passages.TryTake() ?? NewPassage();

    /// <summary>Takes it back.</summary>
    public void Return(Passage passage) => _passages.Put(passage);

    /// <summary>Gives back what was not needed since this was called before.</summary>
    /// <returns>Whether there may be more to give back later.</returns>
    public bool Shrink()
    {
        Buffers.Look();
        _passages.Look();
        return Buffers.CanShrink || _passages.CanShrink;
    }

    /// <summary>What forwarded requests say of a client; most clients' neighbours have the same address.</summary>
    public ClientOrigin OriginOf(Native.SocketAddress peer, int localPort)
    {
        if (_lastOrigin is { } last && last.Port == localPort && last.Address.HasSameHost(peer))
            return last.Origin;
        var origin = new ClientOrigin(new Peer(peer.ToIPAddress(), localPort, Parts.Trusted));
        _lastOrigin = (peer, localPort, origin);
        return origin;
    }

    private Passage NewPassage()
    {
        _upkeep.Wake();
        return new Passage(this);
    }
}
