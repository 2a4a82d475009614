using System.Buffers.Text;
using System.Security.Cryptography;
using Capstan.Gateway.Balancing;
using Capstan.Gateway.Fast.Http1;
using Capstan.Gateway.Fast.Loops;
using Capstan.Gateway.Fast.Native;
using Capstan.Gateway.Forwarding;
using Capstan.Gateway.Listening;
using Capstan.Gateway.Logging;

namespace Capstan.Gateway.Fast.Sessions;

/// <summary>What all sessions of one loop share. Touched by the loop's thread alone.</summary>
internal sealed class Worker
{
    /// <summary>Large blocks that may be out for the sake of speed. Those that a large head needs are beyond that.</summary>
    public const int SpareLargeBlocks = 64;

    /// <summary>Size of the usual blocks in bytes: sixteen KiB of a body, and the head before it.</summary>
    public const int BlockSize = 18 * 1024;

    /// <summary>A piece up to this size is copied behind a head rather than sent beside it.</summary>
    public const int CopyLimit = 4096;

    private const int BlocksPerSlab = 16;
    private const int LeastLarge = 128 * 1024;
    private const int DateLength = 29;
    private readonly Dictionary<TargetState, UpstreamPool> _pools = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<Passage> _passages = new();
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
        var large = Math.Max(LeastLarge, parts.Limits.RequestLine + parts.Limits.HeaderBytes + (32 * 1024));
        Blocks = new BlockPool(BlockSize, BlocksPerSlab);
        LargeBlocks = new BlockPool(large, 1);
        _letters = new char[parts.Limits.RequestLine + parts.Limits.HeaderBytes];
        _scratch = GC.AllocateUninitializedArray<byte>(large, pinned: true);
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
    public BlockPool Blocks { get; }

    /// <summary>Blocks for heads that do not fit the usual ones, and for bodies that come fast. As large as <see cref="Scratch"/>.</summary>
    public BlockPool LargeBlocks { get; }

    /// <summary>Room for what is put together and sent within one call.</summary>
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
    public Passage RentPassage() => _passages.TryPop(out var passage) ? passage : new Passage(this);

    /// <summary>Takes it back.</summary>
    public void Return(Passage passage) => _passages.Push(passage);

    /// <summary>What forwarded requests say of a client; most clients' neighbours have the same address.</summary>
    public ClientOrigin OriginOf(Native.SocketAddress peer, int localPort)
    {
        if (_lastOrigin is { } last && last.Port == localPort && last.Address.HasSameHost(peer))
            return last.Origin;
        var origin = new ClientOrigin(new Peer(peer.ToIPAddress(), localPort, Parts.Trusted));
        _lastOrigin = (peer, localPort, origin);
        return origin;
    }
}
