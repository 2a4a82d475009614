using System.Diagnostics;
using Capstan.Core.Health;
using Capstan.Gateway.Balancing;
using Capstan.Gateway.Fast.Native;
using Capstan.Gateway.Forwarding;
using Capstan.Gateway.Logging;

namespace Capstan.Gateway.Fast.Sessions;

/// <summary>This part: connections to targets, and what follows when an attempt failed.</summary>
internal sealed partial class Passage
{
    private UpstreamConnection? _upstream;
    private Attempt? _lastFailure;
    private bool _retried;
    private long _pausedSince;
    private TimeSpan _pause;
    private long _connectUntil;

    /// <summary>The connection was made.</summary>
    public void Connected()
    {
        _upstream!.IsReused = false;
        SendRequest();
    }

    /// <summary>The connection could not be made.</summary>
    /// <param name="error">The negative error.</param>
    public void NotConnected(int error)
    {
        _upstream = null;
        Fail(Outcome.NotConnected, FailureOf(error), Errno.Text(error));
    }

    /// <summary>The target is gone; the connection to it is closed already.</summary>
    public void TargetRemoved()
    {
        _upstream = null;
        Fail(Outcome.Removed, null, "the target was removed");
    }

    // What this machine is short of is not the target's failure.
    private static TargetFailure? FailureOf(int error) =>
        Errno.IsShortage(error) ? null : error == Errno.Refused ? TargetFailure.Refused : TargetFailure.ConnectTimeout;

    /// <summary>Sends the request to a target, on which a place is taken.</summary>
    private void Attempt(TargetState target)
    {
        _target = target;
        _replica = target.Target.Id;
        Extend();
        if (_client.IsBroken)
        {
            ClientGone();
            return;
        }

        Connect(worker.PoolOf(target));
    }

    private void Connect(UpstreamPool pool)
    {
        Debug.Assert(_upstream is null && _ticket is null, "An attempt begins before the one before it was given up.");
        if (pool.TryTake() is { } idle)
        {
            _upstream = idle;
            idle.User = this;
            SendRequest();
            return;
        }

        _stage = Stage.Connecting;
        _connectUntil = Math.Min(_silentUntil, Loop.Now + worker.Rules.ConnectTimeout);
        Loop.SetTimer(_client, _connectUntil);
        if (pool.NeedsName)
            Resolve(pool);
        else
            Open(pool);
    }

    private void Open(UpstreamPool pool)
    {
        Debug.Assert(_upstream is null, "Two connections at once: one of them would be nobody's.");
        var upstream = pool.Open();
        _upstream = upstream;
        upstream.User = this;
        var outcome = upstream.Connect();
        if (outcome < 0)
        {
            pool.Forget(upstream);
            NotConnected(outcome);
        }
        else if (upstream.IsConnected)
        {
            Connected();
        }
    }

    /// <summary>Lets the connection go, or the search for one.</summary>
    private void DropUpstream()
    {
        _ticket?.GiveUp();
        _ticket = null;
        _upstream?.Close();
        _upstream = null;
    }

    /// <summary>The target, or the way to it, failed.</summary>
    private void Fail(Outcome outcome, TargetFailure? failure, string detail)
    {
        var failed = _target!;
        DropUpstream();
        if (outcome == Outcome.NotConnected)
            worker.PoolOf(failed).AskAgain();
        if (failure is { } known)
            _service!.Pool.Failed(failed, known, detail);
        LeaveTarget();
        if (_hasAnswer)
        {
            // Part of the answer is out: the client must see that it broke off, not an end that looks like the whole.
            EndCut(_answer.Status, AccessEnd.BrokenOff);
            return;
        }

        var attempt = new Attempt(outcome, failure, detail);
        if (RetryRules.MayRepeat(outcome, Head.IsSafe, Head.HasBody))
            Repeat(attempt, failed);
        else
            Refuse(RetryRules.AnswerTo(attempt));
    }

    private void Repeat(Attempt attempt, TargetState failed)
    {
        _lastFailure = attempt;
        _answer.Reset();
        var isUnsent = attempt.Outcome == Outcome.NotConnected;
        if (!_retried && (!isUnsent || _service!.Pool.HasOther(failed))
            && RetryRules.MaySpend(_service!, _settings, failed, Loop.ReadClock()))
        {
            _retried = true;
            AttemptOrHold(_service!.Pool.TryPick(failed), _settings.Limits.Hold);
        }
        else if (isUnsent && _settings.Limits.RetryBudget > 0)
        {
            Pause();
        }
        else
        {
            Refuse(RetryRules.AnswerTo(attempt));
        }
    }

    private void AttemptOrHold(TargetState? target, TimeSpan hold)
    {
        if (target is null)
        {
            Hold(hold);
            return;
        }

        CountRetry();
        Attempt(target);
    }

    // No connection anywhere, or too many retries: the request was never sent, and waits like one that found no target.
    private void Pause()
    {
        if (_pausedSince == 0)
        {
            _pausedSince = Loop.Now;
            _pause = RetryRules.FirstPause;
        }

        // As with every request that waits: not for who has ended its sending, and may well be gone.
        var left = HoldLeft;
        if (_client.HasPeerEnded || left <= TimeSpan.Zero || _service!.Meter.Held >= _settings.Limits.HoldQueue)
        {
            RefuseUnserved();
            return;
        }

        _service.Meter.HoldStarted();
        _stage = Stage.Pausing;
        _client.Settle();
        Loop.SetTimer(_client, Loop.Now + Loop.TicksOf(_pause < left ? _pause : left));
        _pause = RetryRules.NextPause(_pause);
    }

    private void EndPause()
    {
        _service!.Meter.HoldEnded();
        _stage = Stage.Free;
        AttemptOrHold(_service.Pool.TryPick(), HoldLeft);
    }

    private TimeSpan HoldLeft => _settings.Limits.Hold - worker.Parts.Time.GetElapsedTime(_pausedSince, Loop.Now);
}
