using System.Net;
using System.Text;
using Capstan.Gateway.Balancing;
using Capstan.Gateway.Edge;
using Capstan.Gateway.Logging;
using Capstan.Gateway.Services;
using Microsoft.AspNetCore.Http;

namespace Capstan.Gateway.Forwarding;

/// <summary>
/// Forwards one request: takes a target, waits for one if there is none, tries again where that is harmless, and answers itself when
/// nothing helped.
/// </summary>
internal sealed class Forwarder(TimeProvider time)
{
    /// <summary>Forwards a request and completes its answer.</summary>
    public async Task ForwardAsync(Exchange exchange, ServiceState service, ServiceSettings settings)
    {
        var target = service.Pool.TryPick() ?? await HoldAsync(exchange, service, settings, settings.Limits.Hold);
        if (target is null)
        {
            await RefuseAsync(exchange, service, OwnAnswer.NoTarget);
            return;
        }

        var retried = false;
        var started = 0L;
        var pause = RetryRules.FirstPause;
        while (true)
        {
            var attempt = await AttemptAsync(exchange, service, settings, target);
            if (attempt.Outcome is Outcome.Answered or Outcome.ClientGone)
                return;
            if (!RetryRules.MayRepeat(attempt.Outcome, exchange.IsSafe, exchange.HasBody))
            {
                await RefuseAsync(exchange, service, RetryRules.AnswerTo(attempt));
                return;
            }

            var failed = target;
            target = null;
            var isUnsent = attempt.Outcome == Outcome.NotConnected;
            if (!retried && (!isUnsent || service.Pool.HasOther(failed))
                && RetryRules.MaySpend(service, settings, failed, time.GetTimestamp()))
            {
                retried = true;
                target = service.Pool.TryPick(failed) ?? await HoldAsync(exchange, service, settings, settings.Limits.Hold);
            }
            else if (isUnsent && settings.Limits.RetryBudget > 0)
            {
                // No connection anywhere, or too many retries: the request was never sent, and waits like one that found no target.
                if (started == 0)
                    started = time.GetTimestamp();
                target = await PauseAsync(exchange, service, settings, started, pause);
                pause = RetryRules.NextPause(pause);
            }

            if (target is null)
            {
                await RefuseAsync(exchange, service, RetryRules.AnswerTo(attempt));
                return;
            }

            service.Meter.CountRetry();
            exchange.Notes.CountRetry();
        }
    }

    private static Task RefuseAsync(Exchange exchange, ServiceState service, OwnAnswer answer)
    {
        if (exchange.Http.RequestAborted.IsCancellationRequested)
            return Task.CompletedTask;
        service.Meter.CountRefused();
        return answer.WriteAsync(exchange.Http);
    }

    private static async Task<TargetState?> HoldAsync(Exchange exchange, ServiceState service, ServiceSettings settings, TimeSpan limit)
    {
        service.Meter.HoldStarted();
        try
        {
            return await service.Pool.WaitAsync(limit, settings.Limits.HoldQueue, exchange.Http.RequestAborted);
        }
        finally
        {
            service.Meter.HoldEnded();
        }
    }

    private async Task<TargetState?> PauseAsync(
        Exchange exchange, ServiceState service, ServiceSettings settings, long started, TimeSpan pause)
    {
        var left = settings.Limits.Hold - time.GetElapsedTime(started);
        if (left <= TimeSpan.Zero || service.Meter.Held >= settings.Limits.HoldQueue)
            return null;
        service.Meter.HoldStarted();
        try
        {
            await Task.Delay(pause < left ? pause : left, time, exchange.Http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            service.Meter.HoldEnded();
        }

        return service.Pool.TryPick() ?? await HoldAsync(exchange, service, settings, left);
    }

    private async Task<Attempt> AttemptAsync(Exchange exchange, ServiceState service, ServiceSettings settings, TargetState target)
    {
        var http = exchange.Http;
        var deadline = exchange.Deadline;
        exchange.Notes.Replica = target.Target.Id;
        deadline.Begin(settings.Limits.Timeout, http.RequestAborted, target.Removed);
        var body = exchange.HasBody ? new ClientBody(http.Request, http.Request.ContentLength, deadline) : null;
        using var upgrade = exchange.IsUpgrade ? new UpgradeConnection() : null;
        HttpResponseMessage? answer = null;
        try
        {
            using var message = RequestBuilder.Build(
                target.Origin, exchange, exchange.IsUpgrade ? HttpVersion.Version11 : settings.Version, body);
            answer = await (upgrade?.Invoker ?? target.Invoker).SendAsync(message, deadline.Token);
            deadline.Extend();
            exchange.Notes.Answered = time.GetTimestamp();
            if (answer.StatusCode == HttpStatusCode.SwitchingProtocols && (upgrade is null || !IsOffered(http.Request, answer)))
                throw new HttpRequestException(HttpRequestError.InvalidResponse, "It switched to a protocol that was not offered.");
            service.Pool.Answered(target, (int)answer.StatusCode);
            ResponseWriter.CopyHead(answer, http);
            if (answer.StatusCode == HttpStatusCode.SwitchingProtocols && upgrade is not null)
                await Tunnel.RunAsync(answer, exchange, upgrade, target.Removed);
            else
                await ResponseWriter.CopyBodyAsync(answer, exchange);
            return new Attempt(Outcome.Answered);
        }
        catch (Exception exception) when (Faults.IsExpected(exception))
        {
            return Fail(exchange, service.Pool, target, Faults.Judge(exception, deadline, body));
        }
        finally
        {
            answer?.Dispose();
            if (body is not null)
            {
                await body.StopAsync();
                exchange.Notes.BytesIn = body.Taken;
            }

            deadline.End();
            service.Pool.Leave(target);
        }
    }

    private static bool IsOffered(HttpRequest request, HttpResponseMessage answer) =>
        answer.Headers.NonValidated.TryGetValues("Upgrade", out var chosen) && chosen.Count == 1
        && UpgradeOffer.Has(Encoding.Latin1.GetBytes(request.Headers.Upgrade.ToString()), Encoding.Latin1.GetBytes(chosen.ToString()));

    private static Attempt Fail(Exchange exchange, TargetPool pool, TargetState target, Attempt attempt)
    {
        var http = exchange.Http;
        if (attempt.Failure is { } failure)
            pool.Failed(target, failure, attempt.Detail);
        if (attempt.Outcome == Outcome.ClientGone)
        {
            exchange.Notes.Ending = AccessEnd.ClientGone;
            http.Abort();
            return attempt;
        }

        if (!http.Response.HasStarted)
        {
            http.Response.Clear();
            exchange.Notes.Answered = 0;
            return attempt;
        }

        // Part of the answer is out: the client must see that it broke off, not an end that looks like the whole.
        exchange.Notes.Ending = AccessEnd.BrokenOff;
        http.Abort();
        return new Attempt(Outcome.Answered);
    }
}
