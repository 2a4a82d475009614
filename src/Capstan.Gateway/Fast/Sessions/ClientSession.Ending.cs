using Capstan.Gateway.Fast.Native;
using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Fast.Sessions;

/// <summary>
/// This part: what follows a request. A connection that stays waits for the next one; one that ends does so in a way that takes no answer from
/// its client (RFC 9112 section 9.6).
/// </summary>
internal sealed partial class ClientSession
{
    /// <summary>Pieces that are thrown away before other connections, and the timers, get their turn.</summary>
    private const int DrainBudget = 16;

    private TakingLimit _taking;
    private bool _isWhole;
    private bool _isAwaited;

    /// <summary>The passage has ended with its answer given, to the system at least.</summary>
    /// <param name="keep">Whether another request may follow.</param>
    /// <param name="isWhole">Whether all of the request has come.</param>
    public void Served(bool keep, bool isWhole)
    {
        Unkeep();
        _state = keep ? ClientState.Reading : ClientState.Closing;
        _isWhole = isWhole && (keep || IsDrained);
        if (!keep)
        {
            // Nothing of it will be read: what has come holds no memory while the answer goes out.
            Use(Unread.Length);
            ReleaseInput();
        }

        if (IsBlocked)
            WatchTaking();
        else if (keep)
            Idle();
        else
            Linger();

        // Not before: a stop that waits for the passage goes on to wait for its answer's way out.
        FreePassage();
        if (keep && MayHaveMore)
            Worker.Loop.CallAgain(this);
    }

    /// <summary>The passage has ended, and the connection with it.</summary>
    public void Cut()
    {
        FreePassage();
        Close(isCut: true);
    }

    /// <summary>The passage was aborted: the socket does not stay. It is cut unless the passage has ended in good order.</summary>
    public void Discard()
    {
        _passage = null;
        Close(isCut: _state == ClientState.Serving || IsBlocked);
    }

    /// <inheritdoc />
    public override void Abort()
    {
        if (_state == ClientState.Serving)
        {
            _passage!.Abort();
            return;
        }

        // Where something is unread, the system would reset the connection, and the reset could take the last answer from the client. The loop
        // was not told of what came in its last turn.
        Doubt();
        for (var left = DrainBudget; left > 0 && !IsBlocked && !IsClosed; left--)
        {
            Use(Unread.Length);
            if (Fill() != Filling.Got)
                break;
        }

        Close(isCut: IsBlocked);
    }

    private void Idle()
    {
        Unawait();
        _hasHeadTime = false;
        Worker.Loop.SetTimer(this, Worker.Loop.Now + Worker.Rules.IdleTimeout);
    }

    private void Linger()
    {
        // A socket that is closed with something unread is reset, and the reset may take the answer from the client.
        if (_isWhole && !MayHaveMore)
        {
            Close(isCut: false);
            return;
        }

        Await();
        _state = ClientState.Lingering;
        Sockets.EndSending(Descriptor);
        Worker.Loop.SetTimer(this, Worker.Loop.Now + Worker.Rules.Linger);
        Drain();
    }

    private void Drain()
    {
        for (var left = DrainBudget; left > 0; left--)
        {
            Use(Unread.Length);
            switch (Fill())
            {
                case Filling.Got:
                    continue;
                case Filling.Nothing:
                    ReleaseInput();
                    return;
                default:
                    Close(isCut: false);
                    return;
            }
        }

        Worker.Loop.CallAgain(this);
    }

    /// <summary>Part of an answer waits for the client to take it.</summary>
    private void WatchTaking()
    {
        Await();
        _taking = default;
        _taking.Begin(Taken, Worker.Loop.Now, Worker.Rules.ClientLimit);
        Worker.Loop.SetTimer(this, _taking.Due);
    }

    private void LookAtTaking(long now)
    {
        if (_taking.Look(Progress, now, Worker.Rules.ClientLimit))
            Worker.Loop.SetTimer(this, _taking.Due);
        else
            Close(isCut: true);
    }

    /// <summary>Sending failed.</summary>
    private void Lost()
    {
        if (_state == ClientState.Serving)
            _passage!.ClientGone();
        else
            Close(isCut: true);
    }

    /// <summary>A stop waits until the answer is out; not for those of newcomers, of which there may be no end.</summary>
    private void Await()
    {
        if (_isAwaited || (Worker.Parts.Gate.IsStopping && _passage is not { IsInFlight: true }))
            return;
        Worker.Parts.Gate.Enter();
        _isAwaited = true;
    }

    private void Unawait()
    {
        if (_isAwaited)
            Worker.Parts.Gate.Leave();
        _isAwaited = false;
    }

    private void FreePassage()
    {
        if (_passage is not { } passage)
            return;
        _passage = null;
        passage.Reset();
        Worker.Return(passage);
    }

    private void Close(bool isCut)
    {
        if (_state == ClientState.Closed)
            return;
        _state = ClientState.Closed;
        EndStall();
        FreePassage();
        CloseSocket(isCut);
        Unawait();
        Worker.Parts.Connections.Leave();
    }
}
