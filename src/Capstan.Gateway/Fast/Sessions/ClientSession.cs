using Capstan.Gateway.Edge;
using Capstan.Gateway.Fast.Http1;
using Capstan.Gateway.Fast.Native;
using Capstan.Gateway.Listening;
using Capstan.Gateway.Logging;

namespace Capstan.Gateway.Fast.Sessions;

/// <summary>
/// A client's connection: reads one head after the other, lets a <see cref="Passage"/> serve each, and closes. An idle one holds no
/// buffer and no passage. This part: from the first byte to the choice of who serves.
/// </summary>
internal sealed partial class ClientSession(Worker worker, ClientOrigin origin) : Connection(worker)
{
    private Passage? _passage;
    private LinkedListNode<ClientSession>? _stalled;
    private ClientState _state;
    private bool _isFirst = true;
    private bool _hasHeadTime = true;
    private bool _isWatchedOver;

    /// <summary>Who it is.</summary>
    public ClientOrigin Origin { get; } = origin;

    /// <summary>How every answer begins.</summary>
    private static ReadOnlySpan<byte> Beginning => "HTTP/1.1 "u8;

    /// <summary>Starts to serve an accepted socket.</summary>
    public void Start(int descriptor)
    {
        Descriptor = descriptor;
        if (Worker.Loop.Watch(this, descriptor) < 0)
        {
            Close(isCut: true);
            return;
        }

        Worker.Loop.SetTimer(this, Worker.Loop.Now + Worker.Rules.HeaderTimeout);
    }

    /// <inheritdoc />
    public override void OnReady(Readiness readiness)
    {
        Note(readiness);
        if (IsBlocked && (readiness & Readiness.Write) != Readiness.None)
        {
            if (!Flush())
            {
                Lost();
                return;
            }

            if (_state == ClientState.Reading && !IsBlocked)
                Idle();
        }

        switch (_state)
        {
            case ClientState.Reading:
                ReadRequests();
                break;
            case ClientState.Serving:
                _passage!.OnClient();
                break;
            case ClientState.Closing when !IsBlocked:
                Linger();
                break;
            case ClientState.Lingering:
                Drain();
                break;
        }
    }

    /// <inheritdoc />
    public override void OnDue(long now)
    {
        if (_state == ClientState.Serving)
            _passage!.OnDue(now);
        else if (IsBlocked)
            LookAtTaking(now);
        else if (_state == ClientState.Reading && !IsDrained)
            Reject(OwnAnswer.HeadTimeout);
        else
            Close(isCut: false);
    }

    /// <summary>The passage found a request that the general plane serves: the connection goes there with all that is unread.</summary>
    public void HandOver(ListenerKind kind)
    {
        FreePassage();
        PutBack();
        var unread = Unread.ToArray();
        _state = ClientState.Closed;
        Worker.Handover.Take(Detach(), unread, kind);
    }

    /// <summary>Gives an answer of the gateway's own.</summary>
    /// <returns>False when the connection is broken.</returns>
    public bool SendOwn(OwnAnswer answer, bool isHead, Persistence persistence) =>
        Send(Worker.Scratch[..answer.Write(Worker.Scratch, isHead, persistence, Worker.Date)]);

    /// <summary>
    /// Finds out whether a client that has ended its sending is still there, by a byte of the answer that it waits for: one that has closed its
    /// connection meets it with a reset, which the loop tells of. All answers begin with the same bytes.
    /// </summary>
    /// <returns>False when the connection is known to be broken already.</returns>
    public bool Probe() => SendAhead(Beginning);

    /// <summary>
    /// Has the system find out whether a client that has ended its sending is still there, for as long as nothing is sent to it: a closed one's
    /// system forgets the connection after a minute or so, and then denies it.
    /// </summary>
    public void WatchOver()
    {
        if (!_isWatchedOver)
            Sockets.KeepAlive(Descriptor);
        _isWatchedOver = true;
    }

    private void ReadRequests()
    {
        // One answer after the other: what is left of the last one goes first.
        while (!IsBlocked && (IsDrained || TryBegin()))
        {
            switch (Fill())
            {
                case Filling.Got:
                    continue;
                case Filling.Nothing:
                    WaitForHead();
                    return;
                case Filling.Full:
                    Reject(Rejections.LargeHeaders);
                    return;
                case Filling.Short when Worker.Stalled.First is { Value: var longest } && longest != this:
                    longest.Reject(OwnAnswer.NoRoom);
                    continue;
                case Filling.Short:
                    Reject(OwnAnswer.NoRoom);
                    return;
                default:
                    Close(isCut: false);
                    return;
            }
        }
    }

    /// <summary>Reads what is at hand as a head; whether more is needed for it.</summary>
    private bool TryBegin()
    {
        if (_isFirst && Preface.Judge(Unread) is var kind and not ListenerKind.Http1)
        {
            if (kind is null)
                return true;
            HandOver(ListenerKind.Http2);
            return false;
        }

        _isFirst = false;
        var passage = _passage ??= Worker.RentPassage();
        switch (RequestParser.Parse(Unread, Worker.Rules.Heads, passage.Head))
        {
            case HeadState.Complete:
                EndStall();
                Keep(passage.Head.Length);
                _state = ClientState.Serving;
                passage.Begin(this);
                return false;
            case HeadState.Rejected:
                Reject(passage.Head.Rejection!);
                return false;
            default:
                return true;
        }
    }

    private void WaitForHead()
    {
        Settle();
        if (IsDrained)
            return;

        if (HoldsLarge)
            _stalled ??= Worker.Stalled.AddLast(this);

        // A head has its time from its first byte on; on a new connection that time runs since it was made.
        if (!_hasHeadTime)
            Worker.Loop.SetTimer(this, Worker.Loop.Now + Worker.Rules.HeaderTimeout);
        _hasHeadTime = true;
    }

    /// <summary>Nothing more of a head is awaited.</summary>
    private void EndStall()
    {
        if (_stalled is not null)
            Worker.Stalled.Remove(_stalled);
        _stalled = null;
    }

    private void Reject(OwnAnswer answer)
    {
        EndStall();
        var isHead = _passage is { Head.Kind: MethodKind.Head };
        if (Worker.Notes is { } ring)
            Note(ring, answer.Status, isHead ? 0 : answer.Length);
        if (SendOwn(answer, isHead, Persistence.Close))
            Served(keep: false, isWhole: false);
        else
            Close(isCut: true);
    }

    /// <summary>Notes a request that could not be read: what it asked for is anybody's guess.</summary>
    private void Note(AccessRing ring, int status, int bytes)
    {
        Span<byte> address = stackalloc byte[16];
        Origin.Peer.Address.TryWriteBytes(address, out var length);
        var now = Worker.Loop.ReadClock();
        ring.Add(new AccessFacts
        {
            Arrival = Worker.Loop.Now,
            End = now,
            Client = address[..length],
            Method = default,
            Target = default,
            Version = 11,
            Status = status,
            BytesIn = 0,
            BytesOut = bytes,
        });
    }
}
