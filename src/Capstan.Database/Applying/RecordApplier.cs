using System.Text;
using Capstan.Database.Log;
using Capstan.Database.Statements;

namespace Capstan.Database.Applying;

/// <summary>
/// Applies one valid record (protocol sections 2 and 5): everything that depends on data is decided here, from the record and the copy
/// alone, so that every worker decides alike.
/// </summary>
internal class RecordApplier(IReplicaStore store, IRestoreFiles files, ApplySettings settings)
{
    /// <summary>Request id of the schema script with this text; its answer is kept for ever.</summary>
    public static RequestId SchemaRequest(string script) => new("schema:" + Digest.Of(Encoding.UTF8.GetBytes(script)).ToString()[..32]);

    /// <summary>Applies a record inside the open transaction.</summary>
    /// <param name="record">It is the next one.</param>
    /// <param name="isSkipped">Whether a later record says that it has no effect.</param>
    /// <returns>The answer to its request; null for a record of nobody.</returns>
    public Answer? Apply(LogRecord record, bool isSkipped)
    {
        switch (record.Kind)
        {
            case RecordKind.Operation or RecordKind.Restore or RecordKind.Import:
                return Carry(record, isSkipped);
            case RecordKind.Refuse:
                return Known(record) ?? Keep(record, Answer.Fault(AnswerCode.Poison, record.Lsn, Encoding.UTF8.GetString(record.Body.Span)));
            default:
                return null;
        }
    }

    /// <summary>The first answer to the request of a record; null when it is not known, or known no more.</summary>
    protected virtual Answer? Known(LogRecord record)
    {
        if (store.Answers.Find(record.Request) is not { } known || known.Expires < record.LogTime)
            return null;
        return known.BodyHash == record.BodyHash ? known.Answer : Reused(record.Lsn);
    }

    /// <summary>Keeps the answer in the same transaction as the effect.</summary>
    protected virtual Answer Keep(LogRecord record, Answer answer)
    {
        var expires = IsSchema(record) ? long.MaxValue
            : record.IsKeyed && answer.Code != AnswerCode.KeysFull ? record.LogTime + settings.KeyRetention
            : Math.Max(record.Deadline, record.LogTime) + ApplySettings.Lateness + ApplySettings.Aftermath;
        var isKeyed = record.IsKeyed && answer.Code != AnswerCode.KeysFull;
        store.Answers.Put(new StoredAnswer(record.Request, isKeyed, record.BodyHash, answer, expires));
        return answer;
    }

    /// <summary>What a request id that came with another body before is told.</summary>
    public static Answer Reused(Lsn lsn) =>
        Answer.Fault(AnswerCode.KeyReused, lsn, "This Idempotency-Key was used for another request. Use a new key for a new request.");

    private Answer Carry(LogRecord record, bool isSkipped)
    {
        if (Known(record) is { } known)
            return known;
        if (isSkipped)
            return Keep(record, Answer.Fault(AnswerCode.Poison, record.Lsn, $"The operation ended the workers that applied it and has no effect. Request {record.Request}."));
        if (record.Deadline > 0 && record.Deadline + ApplySettings.Lateness < record.LogTime)
            return Answer.Fault(AnswerCode.Expired, record.Lsn, "The write reached the log more than a minute after its deadline and has no effect.");
        if (record.IsKeyed && store.Answers.CountKeyed(record.LogTime) >= settings.KeyLimit)
            return Keep(record, Answer.Fault(AnswerCode.KeysFull, record.Lsn, $"{settings.KeyLimit} idempotency keys are kept already. Raise idempotency.max, or write without a key."));
        return Keep(record, Effect(record));
    }

    /// <summary>What the record does to the users' tables: a function of the record and the tables alone.</summary>
    protected virtual Answer Effect(LogRecord record)
    {
        try
        {
            return record.Kind switch
            {
                RecordKind.Restore => store.Tables.Load(record, files.PathOf(RestoreBody.Decode(record.Body).File)),
                RecordKind.Import => Import(record, ImportBody.Decode(record.Body)),
                _ => store.Tables.Execute(record, Operation.Decode(record.Body)),
            };
        }
        catch (InvalidDataException fault)
        {
            return Answer.Fault(AnswerCode.InvalidSql, record.Lsn, fault.Message);
        }
    }

    private Answer Import(LogRecord record, ImportBody body) => store.Tables.Import(record, files.PathOf(body.File), body.MayDefine);

    private static bool IsSchema(LogRecord record) => record.Deadline == 0 && record.Request.Value.StartsWith("schema:", StringComparison.Ordinal);
}
