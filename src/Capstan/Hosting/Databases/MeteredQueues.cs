using Capstan.Control.Databases;
using Capstan.Database.Queues;
using Capstan.Database.Reading;
using Capstan.Database.Statements;

namespace Capstan.Hosting.Databases;

/// <summary>Counts what goes through the queues of a database.</summary>
internal sealed class MeteredQueues(IRequestQueues queues) : IRequestQueues
{
    private long _reads;
    private long _writes;
    private long _errors;

    /// <summary>The totals so far. Any thread.</summary>
    public FrontReading Reading => new(Interlocked.Read(ref _reads), Interlocked.Read(ref _writes), Interlocked.Read(ref _errors));

    /// <inheritdoc />
    public Task<Answer> WriteAsync(WriteIntent intent, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _writes);
        return JudgedAsync(queues.WriteAsync(intent, cancellationToken));
    }

    /// <inheritdoc />
    public Task<Answer> ReadAsync(ReadQuery query, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return JudgedAsync(queues.ReadAsync(query, cancellationToken));
    }

    private async Task<Answer> JudgedAsync(Task<Answer> answering)
    {
        try
        {
            var answer = await answering;
            if (answer.Code is AnswerCode.Expired or AnswerCode.KeysFull or AnswerCode.Poison or AnswerCode.NotYet or AnswerCode.Timeout or AnswerCode.Unavailable)
                Interlocked.Increment(ref _errors);
            return answer;
        }
        catch
        {
            Interlocked.Increment(ref _errors);
            throw;
        }
    }
}
