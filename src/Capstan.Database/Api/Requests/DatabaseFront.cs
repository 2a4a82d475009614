using Capstan.Database.Api.Problems;
using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Reading;
using Capstan.Database.Statements;

namespace Capstan.Database.Api.Requests;

/// <summary>Sends reads and writes to the workers and waits, each no longer than it may.</summary>
/// <param name="queues">The front's end of the queues.</param>
/// <param name="positions">Raised by every answer to a write.</param>
/// <param name="writeDeadline">How long a caller that does not say waits for a write.</param>
/// <param name="newRequest">Makes a name that nobody can guess.</param>
/// <param name="time">Time of the deadlines.</param>
internal sealed class DatabaseFront(
    IRequestQueues queues, AckedPositions positions, TimeSpan writeDeadline, Func<RequestId> newRequest, TimeProvider time)
{
    /// <summary>How far this front's answers have come.</summary>
    public AckedPositions Positions => positions;

    /// <summary>Has an operation carried out.</summary>
    /// <param name="operation">What to do.</param>
    /// <param name="key">The client's key; null for a name of the front's own.</param>
    /// <param name="deadline">How long the caller waits; null for the usual time.</param>
    public Task<Outcome> WriteAsync(Operation operation, RequestId? key, TimeSpan? deadline) =>
        WriteAsync(RecordKind.Operation, operation.Encode(), key, deadline);

    /// <summary>Has an encoded operation or restore carried out. What is queued stays queued, whether its caller goes away or not.</summary>
    public async Task<Outcome> WriteAsync(RecordKind kind, ReadOnlyMemory<byte> body, RequestId? key, TimeSpan? deadline)
    {
        var request = key ?? newRequest();
        if (body.Length > ApiLimits.Operation)
            return new Outcome(null, ApiProblem.OperationTooLarge() with { Request = request }, request);
        var wait = deadline ?? writeDeadline;
        var intent = new WriteIntent
        {
            Request = request,
            IsKeyed = key is not null,
            Kind = kind,
            Body = body,
            Deadline = time.GetUtcNow().Add(wait).ToUnixTimeMilliseconds(),
        };
        using var limit = new CancellationTokenSource(wait, time);
        try
        {
            var answer = await queues.WriteAsync(intent, limit.Token);
            positions.Raise(answer.Lsn);
            return new Outcome(answer, answer.IsOk ? null : AnswerProblems.Of(answer) with { Request = request }, request);
        }
        catch (NotQueuedException fault)
        {
            return new Outcome(null, NotTaken(fault, "The write was not taken; nothing is done.") with { Request = request }, request);
        }
        catch (OperationCanceledException)
        {
            return new Outcome(null, Unknown(request), request);
        }
    }

    /// <summary>Has a query answered.</summary>
    /// <param name="query">The read.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    public async Task<Outcome> ReadAsync(ReadQuery query, CancellationToken cancellationToken)
    {
        if (query.Body.Length > ApiLimits.Operation)
            return new Outcome(null, ApiProblem.OperationTooLarge(), null);
        using var limit = new CancellationTokenSource(ApiLimits.Read, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var answer = await queues.ReadAsync(query with { TimeoutMilliseconds = (int)ApiLimits.Read.TotalMilliseconds }, either.Token);
            return new Outcome(answer, answer.IsOk ? null : AnswerProblems.Of(answer), null);
        }
        catch (NotQueuedException fault)
        {
            return new Outcome(null, NotTaken(fault, "The read was not taken."), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Outcome(null, Late, null);
        }
    }

    private static ApiProblem Late { get; } = new(503, "timeout", "No worker answered in time.", "Try again.") { RetryAfter = ApiProblem.Second };

    private static ApiProblem NotTaken(NotQueuedException fault, string title) =>
        new(503, "unavailable", title, fault.Message) { RetryAfter = fault.RetryAfter };

    private static ApiProblem Unknown(RequestId request) => new(
        504, "outcome_unknown", "The write was queued and not answered in time; whether it is done is not known.",
        $"Send the same request again with the header {ApiHeaders.Key}: {request}; it is done once at most, and the answer is the first one.")
    {
        Request = request,
    };
}
