using Capstan.Core.Health;
using Capstan.Gateway.Fast.Http1;
using Capstan.Gateway.Fast.Loops;
using Capstan.Gateway.Fast.Native;
using Capstan.Gateway.Forwarding;
using Microsoft.AspNetCore.Http;
using ResponseWriter = Capstan.Gateway.Fast.Http1.ResponseWriter;

namespace Capstan.Gateway.Fast.Sessions;

/// <summary>This part: the answer on its way to the client.</summary>
internal sealed partial class Passage
{
    private readonly ResponseHead _answer = new();
    private bool _hasAnswer;
    private bool _keep;

    /// <summary>The target's connection became ready.</summary>
    public void OnUpstream(Readiness readiness)
    {
        // What cannot be sent any more ends the request's body, not the answer: the target may have said why.
        if ((readiness & Readiness.Write) != Readiness.None && _upstream!.IsBlocked && !_upstream.Flush())
            _isUpCut = true;
        if (_stage == Stage.Tunnelling)
            PumpTunnel();
        else if (_up.IsEnded || _isUpCut || PumpRequest())
            PumpAnswer();
    }

    /// <summary>Moves what the target has sent, as far as the client takes it.</summary>
    private void PumpAnswer()
    {
        var isShort = false;
        for (var left = Budget; ; left--)
        {
            if (_client.IsBlocked)
            {
                Stall();
                return;
            }

            Resume();

            if (_hasAnswer && _down.IsEnded)
            {
                Complete();
                return;
            }

            if (left == 0)
            {
                Loop.CallAgain(_upstream!);
                return;
            }

            if (_upstream!.IsDrained || isShort)
            {
                switch (_upstream.Fill())
                {
                    case Filling.Got:
                        Extend();
                        break;
                    case Filling.Nothing:
                        if (_hasAnswer)
                            _client.Settle();
                        return;
                    case Filling.Short:
                        Starve();
                        return;
                    case Filling.Ended when _hasAnswer && _down.EndsWithConnection && !_isUpCut:
                        // Where sending failed, the system has told of the reset there, and tells of an end here.
                        if (!EndWithConnection())
                            return;
                        continue;
                    case Filling.Full:
                        Fail(Outcome.Broken, TargetFailure.Reset, "its answer has too large a head");
                        return;
                    default:
                        Fail(Outcome.Broken, TargetFailure.Reset, "it closed the connection before the end of its answer");
                        return;
                }
            }

            var before = _upstream.Unread.Length;
            if (!(_hasAnswer ? MoveAnswer() : ReadAnswer()))
                return;
            isShort = _upstream.Unread.Length == before;
        }
    }

    /// <summary>Reads a head; false when the passage has ended, or goes on as a tunnel.</summary>
    private bool ReadAnswer()
    {
        switch (ResponseParser.Parse(_upstream!.Unread, worker.Rules.AnswerHeads, Head.Kind, _answer))
        {
            case HeadState.Incomplete:
                return true;
            case HeadState.Rejected:
                Fail(Outcome.Broken, TargetFailure.Reset, _answer.Fault ?? "its answer is not HTTP");
                return false;
        }

        if (_answer.IsInterim)
            return PassInterim();
        if (_answer.Status != StatusCodes.Status101SwitchingProtocols)
            return StartAnswer();
        if (Head.IsUpgrade && UpgradeOffer.Has(Head.Upgrade.Of(_client.Kept), _answer.Upgrade.Of(_upstream.Unread)))
            StartTunnel();
        else
            Fail(Outcome.Broken, TargetFailure.Reset, "it switched to a protocol that was not offered");
        return false;
    }

    /// <summary>Passes an interim answer on (RFC 9110 section 15.2); HTTP/1.0 knows none.</summary>
    private bool PassInterim()
    {
        if (_answer.Status == StatusCodes.Status100Continue)
            _continueAt = Timed.Never;
        var isSent = true;
        if (Head.Minor > 0)
        {
            var length = ResponseWriter.Write(worker.Scratch, _upstream!.Unread, _answer, new ClientSide(Head.Minor, KeepAlive: true), default);
            isSent = length >= 0 && _client.Send(worker.Scratch[..length]);
        }

        _upstream!.Use(_answer.Length);
        _answer.Reset();
        return isSent || ClientGone();
    }

    /// <summary>Sends the head to the client, and of the body what is at hand.</summary>
    private bool StartAnswer()
    {
        var upstream = _upstream!;
        var framing = ResponseWriter.FramingFor(_answer, Head.Minor);
        _down.Begin(_answer.Body, _answer.ContentLength, framing, worker.Rules.AnswerHeads.HeaderBytes, isAnswer: true, Head.TakesTrailers);
        _keep = Head.KeepAlive && _up.IsEnded && framing != BodyKind.UntilClose && !worker.Parts.Gate.IsStopping;
        var length = ResponseWriter.Write(worker.HeadRoom, upstream.Unread, _answer, new ClientSide(Head.Minor, _keep), worker.Date);
        if (length < 0)
        {
            Fail(Outcome.Broken, TargetFailure.Reset, "its answer has too large a head");
            return false;
        }

        if (!worker.Buffers.HaveRoomFor(length + BodyFlow.Overhead))
            return Starve();
        upstream.Use(_answer.Length);
        if (!AddRecoded(ref _down, upstream, ref length, out var used))
        {
            Fail(Outcome.Broken, TargetFailure.Reset, "its answer's body is not framed by the rules");
            return false;
        }

        upstream.Use(used);
        _hasAnswer = true;
        _answeredAt = Loop.Now;
        _continueAt = _probeAt = Timed.Never;
        _service!.Pool.Answered(_target!, _answer.Status);
        return SendHead(_client, upstream, ref _down, length) || ClientGone();
    }

    private bool MoveAnswer()
    {
        var upstream = _upstream!;
        if (_down.IsRaw)
        {
            var taken = _client.SendSome(upstream.Unread[.._down.Take(upstream.Unread.Length)]);
            if (taken < 0)
                return ClientGone();
            upstream.Use(taken);
            _down.Pass(taken);
            return true;
        }

        var input = upstream.Unread[..Math.Min(upstream.Unread.Length, worker.Buffers.Most - BodyFlow.Overhead)];
        if (!_down.Recode(input, worker.Scratch, out var used, out var written))
        {
            Fail(Outcome.Broken, TargetFailure.Reset, "its answer's body is not framed by the rules");
            return false;
        }

        upstream.Use(used);
        return written.IsEmpty || _client.Send(written.Of(worker.Scratch)) || ClientGone();
    }

    private bool EndWithConnection()
    {
        var length = _down.EndWithConnection(worker.Scratch);
        return length == 0 || _client.Send(worker.Scratch[..length]) || ClientGone();
    }

    /// <summary>The answer is given. The connections are free for what comes next, if both sides are where they should be.</summary>
    private void Complete()
    {
        var upstream = _upstream!;
        var isReusable = _answer.KeepAlive && _up.IsEnded && !_isUpCut && !_down.EndsWithConnection && !upstream.IsBlocked;
        _upstream = null;
        if (isReusable)
            upstream.Pool.Put(upstream);
        else
            upstream.Close();
        LeaveTarget();
        _status = _answer.Status;
        Count();
        _client.Served(_keep, _up.IsEnded);
    }
}
