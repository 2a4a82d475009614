using Capstan.Core.Health;
using Capstan.Gateway.Fast.Loops;
using Capstan.Gateway.Forwarding;
using Microsoft.AspNetCore.Http;

namespace Capstan.Gateway.Fast.Sessions;

/// <summary>This part: how long is waited for whom, and what follows. One moment is set at a time, the earliest of all.</summary>
internal sealed partial class Passage
{
    private PaceLimit _pace;
    private TakingLimit _taking;
    private bool _isStalled;
    private long _silentUntil;
    private long _continueAt;
    private long _probeAt;
    private long _probePause;

    /// <summary>A moment that was waited for has come.</summary>
    public void OnDue(long now)
    {
        switch (_stage)
        {
            case Stage.Pausing:
                EndPause();
                break;
            case Stage.Connecting:
                EndConnecting(now);
                break;
            case Stage.Tunnelling:
                EndTunnel();
                break;
            case Stage.Forwarding when _client.IsBlocked && now >= _taking.Due:
                LookAtTaking(now);
                break;
            case Stage.Forwarding when IsClientsTurn && now >= Math.Min(SilentUntil, PaceUntil):
                ClientFault(StatusCodes.Status408RequestTimeout);
                break;
            case Stage.Forwarding when now >= SilentUntil:
                Fail(Outcome.TimedOut, TargetFailure.Timeout, "no answer in time");
                break;
            case Stage.Forwarding when now >= _continueAt:
                Continue();
                break;
            case Stage.Forwarding when now >= _probeAt:
                Probe();
                break;
            case Stage.Forwarding:
                SetTimer();
                break;
        }
    }

    /// <summary>Whether the client is to send more of its body: then silence is its own, not the target's.</summary>
    private bool IsClientsTurn => _pace.IsWaiting && !_isUpCut && _continueAt == Timed.Never;

    /// <summary>While the client takes nothing, the target cannot but be silent.</summary>
    private long SilentUntil => _client.IsBlocked ? Timed.Never : _silentUntil;

    private long TakingUntil => _client.IsBlocked ? _taking.Due : Timed.Never;

    private long PaceUntil => IsClientsTurn ? _pace.LateAt(worker.Rules.LeastRate, Loop.Frequency) : Timed.Never;

    /// <summary>The target or the client moved: the silence is broken.</summary>
    private void Extend() => _silentUntil = Loop.Now + Loop.TicksOf(_settings.Limits.Timeout);

    private void SetTimer() => Loop.SetTimer(
        _client, Math.Min(Math.Min(SilentUntil, TakingUntil), Math.Min(PaceUntil, Math.Min(_continueAt, _probeAt))));

    private void EndConnecting(long now)
    {
        if (now >= _silentUntil)
            Fail(Outcome.TimedOut, TargetFailure.Timeout, "no answer in time");
        else
            Fail(Outcome.NotConnected, TargetFailure.ConnectTimeout, "no connection in time");
    }

    /// <summary>The client takes nothing now.</summary>
    private void Stall()
    {
        _taking.Begin(_client.Taken, Loop.Now, worker.Rules.ClientLimit);
        _isStalled = true;
        _client.Settle();
        _upstream!.ReleaseInput();
        SetTimer();
    }

    /// <summary>The client takes more: while it did not, the target could not but be silent.</summary>
    private void Resume()
    {
        if (!_isStalled)
            return;
        _isStalled = false;
        Extend();
        SetTimer();
    }

    private void LookAtTaking(long now)
    {
        if (_taking.Look(_client.Progress, now, worker.Rules.ClientLimit))
            SetTimer();
        else
            ClientGone();
    }

    /// <summary>The target says neither yes nor no to a client that waits with its body: some never do.</summary>
    private void Continue()
    {
        _continueAt = Timed.Never;
        if (_client.Send("HTTP/1.1 100 Continue\r\n\r\n"u8))
            SetTimer();
        else
            ClientGone();
    }

    /// <summary>
    /// The client has ended its sending, and may wait for its answer or be gone (RFC 9112 section 9.6): that will be found out, unless the answer
    /// comes first.
    /// </summary>
    private void DoubtClient()
    {
        _client.WatchOver();
        if (_hasAnswer || _probeAt != Timed.Never)
            return;
        _probePause = worker.Rules.FirstProbe;
        _probeAt = Loop.Now + _probePause;
        SetTimer();
    }

    private void Probe()
    {
        if (!_client.IsBlocked && !_client.Probe())
        {
            ClientGone();
            return;
        }

        _probePause *= 2;
        _probeAt = Loop.Now + _probePause;
        SetTimer();
    }
}
