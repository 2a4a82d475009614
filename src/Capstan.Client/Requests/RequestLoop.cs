namespace Capstan.Client;

/// <summary>
/// Sends a request until it is answered for good or its deadline is over. So everything that goes through it is safe to be sent twice:
/// reads are, and writes carry a name under which the database does them once, or do no harm when they are done twice.
/// </summary>
internal sealed class RequestLoop(Wire wire, Pauses pauses, TimeProvider time, Action<DatabaseException>? attemptFailed = null)
{
    /// <summary>Gives the answer.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="read">Reads the body of a success.</param>
    /// <param name="seen">Told of the position that answers carry.</param>
    /// <param name="cancellationToken">Ends it; a write that was sent may be done nevertheless.</param>
    /// <exception cref="DatabaseException">It is refused, or there is no answer within the deadline.</exception>
    public async Task<T> RunAsync<T>(Request request, BodyReader<T> read, Action<long> seen, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var left = request.Deadline;
        var mayBeDone = false;
        for (var attempt = 0; ; attempt++)
        {
            var reply = await wire.SendAsync(request, left < request.Attempt ? left : request.Attempt, read, cancellationToken).ConfigureAwait(false);
            if (reply.Position > 0)
                seen(reply.Position);
            if (reply.Fault is not { } fault)
                return reply.Value!;
            attemptFailed?.Invoke(fault.ToException(request.Key));
            mayBeDone |= fault.MayBeDone && request.IsWrite;
            var pause = pauses.After(attempt, fault.RetryAfter);
            left = request.Deadline - time.GetElapsedTime(start) - pause;
            if (!fault.IsTransient || left < DatabaseClientOptions.ShortestWait)
                throw mayBeDone && !FaultRules.Settles(fault.Code) ? fault.ToUnknown(request.Key) : fault.ToException(request.Key);
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
