using Capstan.Core.Health;
using Capstan.Gateway.Edge;
using Capstan.Gateway.Fast.Http1;
using Capstan.Gateway.Fast.Loops;
using Capstan.Gateway.Forwarding;
using Capstan.Gateway.Logging;
using Microsoft.AspNetCore.Http;

namespace Capstan.Gateway.Fast.Sessions;

/// <summary>This part: the request on its way to the target, and what ends it from the client's side.</summary>
internal sealed partial class Passage
{
    /// <summary>Pieces that are moved before other connections get their turn.</summary>
    private const int Budget = 16;

    /// <summary>For the log, as others use it: the client closed its connection before it had an answer.</summary>
    private const int ClientClosed = StatusCodes.Status499ClientClosedRequest;

    private bool _isUpCut;

    /// <summary>The client's connection became ready; what was put aside for it has been flushed.</summary>
    public void OnClient()
    {
        if (_stage == Stage.Tunnelling)
        {
            PumpTunnel();
        }
        else if (_client.IsBroken)
        {
            ClientGone();
        }
        else if (_stage == Stage.Forwarding)
        {
            if (_client.HasPeerEnded)
                DoubtClient();
            if (PumpRequest())
                PumpAnswer();
        }
        else if (_client.HasPeerEnded && _stage is Stage.Holding or Stage.Pausing)
        {
            Held(target: null);
        }
    }

    private bool IsTooLarge(in BodyFlow flow) => LargestBody is var most and > 0 && flow.Passed > most;

    /// <summary>Sends the head, and of the body what is at hand.</summary>
    private void SendRequest()
    {
        var upstream = _upstream!;
        if (_retries == 0)
            _id = worker.NextId();
        var length = RequestWriter.Write(worker.HeadRoom, _client.Kept, Head, _client.Origin, _id, upstream.Pool.Authority);
        if (length < 0 || !worker.Buffers.HaveRoomFor(length + BodyFlow.Overhead))
        {
            DropUpstream();
            LeaveTarget();
            Refuse(length < 0 ? Rejections.LargeHeaders : OwnAnswer.NoRoom);
            return;
        }

        var flow = _up;
        var isBody = AddRecoded(ref flow, _client, ref length, out var used);
        if (!isBody || IsTooLarge(flow))
        {
            // Before anything was sent: the target never hears of it.
            _upstream = null;
            upstream.Pool.Put(upstream);
            ClientFault(isBody ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest);
            return;
        }

        if (!SendHead(upstream, _client, ref flow, length))
        {
            NotSent(upstream);
            return;
        }

        _stage = Stage.Forwarding;
        _up = flow;
        _client.Use(used);
        _continueAt = Head.ExpectsContinue && !_up.IsEnded ? Loop.Now + worker.Rules.Continue : Timed.Never;
        if (_client.HasPeerEnded)
            DoubtClient();
        SetTimer();
        if (!_up.IsEnded)
            PumpRequest();
    }

    private void NotSent(UpstreamConnection upstream)
    {
        var pool = upstream.Pool;
        var wasReused = upstream.IsReused;
        DropUpstream();

        // A kept connection that takes nothing was closed before this request: nothing of it was sent.
        if (wasReused)
            Connect(pool);
        else
            Fail(Outcome.Broken, TargetFailure.Reset, "the connection broke while the request was sent");
    }

    /// <summary>Adds what is at hand of a body that is framed anew behind the head in the scratch; false when it is none.</summary>
    private bool AddRecoded(ref BodyFlow flow, Connection from, ref int length, out int used)
    {
        used = 0;
        if (flow.IsEnded || flow.IsRaw || from.IsDrained)
            return true;
        var room = worker.Scratch[length..];
        var input = from.Unread[..Math.Min(from.Unread.Length, worker.Buffers.Most - length - BodyFlow.Overhead)];
        if (!flow.Recode(input, room, out used, out var written))
            return false;
        written.Of(room).CopyTo(room);
        length += written.Length;
        return true;
    }

    /// <summary>Sends the head that is in the scratch, and with it what is at hand of a body that goes through as it is.</summary>
    /// <returns>False when the connection is broken; then nothing was taken from the body.</returns>
    private bool SendHead(Connection to, Connection from, ref BodyFlow flow, int length)
    {
        var body = flow.IsRaw && !flow.IsEnded ? from.Unread[..flow.Take(from.Unread.Length)] : default;
        if (body.IsEmpty)
            return to.Send(worker.Scratch[..length]);
        var taken = body.Length;
        if (taken <= Worker.CopyLimit && worker.Buffers.HaveRoomFor(length + taken))
        {
            body.CopyTo(worker.Scratch[length..]);
            if (!to.Send(worker.Scratch[..(length + taken)]))
                return false;
        }
        else
        {
            taken = to.SendSome(worker.Scratch[..length], body);
            if (taken < 0)
                return false;
        }

        from.Use(taken);
        flow.Pass(taken);
        return true;
    }

    /// <summary>Moves what the client has sent of its body, as far as the target takes it.</summary>
    /// <returns>False when the passage has ended.</returns>
    private bool PumpRequest()
    {
        var isShort = false;
        for (var left = Budget; !_up.IsEnded && !_isUpCut && !_upstream!.IsBlocked; left--)
        {
            if (left == 0)
            {
                Loop.CallAgain(_client);
                return true;
            }

            if (_client.IsDrained || isShort)
            {
                switch (_client.Fill())
                {
                    case Filling.Got:
                        break;
                    case Filling.Nothing:
                        _client.Settle();
                        _pace.Wait(Loop.Now);
                        SetTimer();
                        return true;
                    case Filling.Full:
                        return ClientFault(StatusCodes.Status400BadRequest);
                    case Filling.Short:
                        return Starve();
                    default:
                        return ClientGone();
                }
            }

            var before = _client.Unread.Length;
            if (!(_up.IsRaw ? PassRequest() : RecodeRequest()))
                return false;
            isShort = _client.Unread.Length == before;
        }

        return true;
    }

    private bool PassRequest()
    {
        var taken = _upstream!.SendSome(_client.Unread[.._up.Take(_client.Unread.Length)]);
        if (taken < 0)
        {
            // The target takes no more; it may have said why.
            _isUpCut = true;
            return true;
        }

        _client.Use(taken);
        _up.Pass(taken);
        _pace.Came(taken, Loop.Now);
        _continueAt = Timed.Never;
        Extend();
        return true;
    }

    private bool RecodeRequest()
    {
        var input = _client.Unread[..Math.Min(_client.Unread.Length, worker.Buffers.Most - BodyFlow.Overhead)];
        var before = _up.Passed;
        if (!_up.Recode(input, worker.Scratch, out var used, out var written))
            return ClientFault(StatusCodes.Status400BadRequest);
        _client.Use(used);
        _pace.Came((int)(_up.Passed - before), Loop.Now);
        _continueAt = Timed.Never;
        Extend();
        if (IsTooLarge(_up))
            return ClientFault(StatusCodes.Status413PayloadTooLarge);
        _isUpCut = !written.IsEmpty && !_upstream!.Send(written.Of(worker.Scratch));
        return true;
    }

    /// <summary>The client broke the rules inside its body.</summary>
    private bool ClientFault(int status)
    {
        _isUpCut = true;
        DropUpstream();
        LeaveTarget();
        if (_hasAnswer)
            EndCut(_answer.Status, AccessEnd.ClientGone);
        else
            Refuse(OwnAnswer.ForClientFault(status));
        return false;
    }

    /// <summary>There is no memory for the message's next line, which is nobody's failure.</summary>
    private bool Starve()
    {
        _isUpCut = true;
        DropUpstream();
        LeaveTarget();
        if (_hasAnswer)
            EndCut(_answer.Status, AccessEnd.BrokenOff);
        else
            Refuse(OwnAnswer.NoRoom);
        return false;
    }

    /// <summary>The client went away, or takes nothing.</summary>
    /// <returns>False: the passage has ended.</returns>
    public bool ClientGone()
    {
        DropUpstream();
        LeaveTarget();
        EndCut(_hasAnswer ? _answer.Status : ClientClosed, AccessEnd.ClientGone);
        return false;
    }
}
