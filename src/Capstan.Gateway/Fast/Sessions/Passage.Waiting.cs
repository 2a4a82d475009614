using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Capstan.Core.Health;
using Capstan.Gateway.Balancing;
using Capstan.Gateway.Edge;
using Capstan.Gateway.Fast.Loops;
using Capstan.Gateway.Forwarding;
using SocketAddress = Capstan.Gateway.Fast.Native.SocketAddress;

namespace Capstan.Gateway.Fast.Sessions;

/// <summary>This part: what other threads do for a passage. Their results come as posts to the loop.</summary>
internal sealed partial class Passage
{
    private Ticket? _ticket;

    /// <summary>Waits for a target to become ready.</summary>
    private void Hold(TimeSpan limit)
    {
        // Who has ended its sending may well be gone: such requests are not kept for a target that comes up again. An end that came together
        // with the request is not told again.
        if (_client.HasPeerEnded)
        {
            RefuseUnserved();
            return;
        }

        Debug.Assert(_ticket is null, "Something is waited for already, and its result would be taken for this one.");
        _service!.Meter.HoldStarted();
        _stage = Stage.Holding;
        _client.Settle();
        Loop.SetTimer(_client, Timed.Never);
        var ticket = _ticket = Ticket.Issue();
        _ = HoldAsync(_service.Pool, limit, ticket);
    }

    private async Task HoldAsync(TargetPool pool, TimeSpan limit, Ticket ticket)
    {
        TargetState? target;
        try
        {
            target = await pool.WaitAsync(limit, _settings.Limits.HoldQueue, ticket.Abandoned);
        }
        catch (Exception exception)
        {
            var error = ExceptionDispatchInfo.Capture(exception);
            Loop.Post(() => TryRedeem(ticket, error.Throw));
            return;
        }

        Loop.Post(() =>
        {
            if (!TryRedeem(ticket, () => Held(target)) && target is not null)
                pool.Leave(target);
        });
    }

    /// <summary>Goes on with what was waited for; false when nobody waits any more. An error of ours ends the passage.</summary>
    private bool TryRedeem(Ticket ticket, Action goOn)
    {
        var isValid = ticket.TryRedeem();
        if (isValid)
            Loop.Guard(goOn, Abort);
        ticket.Dispose();
        return isValid;
    }

    private void Held(TargetState? target)
    {
        EndWait();
        if (target is null)
        {
            RefuseUnserved();
            return;
        }

        if (_lastFailure is not null)
            CountRetry();
        Attempt(target);
    }

    private void RefuseUnserved() => Refuse(_lastFailure is { } failure ? RetryRules.AnswerTo(failure) : OwnAnswer.NoTarget);

    /// <summary>Looks up where the target is.</summary>
    private void Resolve(UpstreamPool pool)
    {
        Debug.Assert(_ticket is null, "Something is waited for already, and its result would be taken for this one.");
        var ticket = _ticket = Ticket.Issue();
        _ = ResolveAsync(pool, ticket);
    }

    private async Task ResolveAsync(UpstreamPool pool, Ticket ticket)
    {
        SocketAddress[] found = [];
        var fault = "the name has no address";
        try
        {
            found = await pool.ResolveAsync();
        }
        catch (Exception exception)
        {
            // Whatever it is, it is the name's: the passage goes on as after any other failed attempt.
            fault = exception.Message;
        }

        Loop.Post(() =>
        {
            pool.Resolved(found);
            TryRedeem(ticket, () => Resolved(pool, fault));
        });
    }

    private void Resolved(UpstreamPool pool, string fault)
    {
        EndWait();
        if (pool.IsRemoved)
            TargetRemoved();
        else if (pool.NeedsName)
            Fail(Outcome.NotConnected, TargetFailure.ConnectTimeout, fault);
        else
            Open(pool);
    }

    /// <summary>Nothing is waited for any more.</summary>
    private void EndWait()
    {
        if (_stage is Stage.Holding or Stage.Pausing)
            _service!.Meter.HoldEnded();
        if (_stage != Stage.Connecting)
            _stage = Stage.Free;
        _ticket?.GiveUp();
        _ticket = null;
    }
}
