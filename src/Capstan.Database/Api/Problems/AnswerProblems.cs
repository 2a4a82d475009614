using Capstan.Database.Statements;

namespace Capstan.Database.Api.Problems;

/// <summary>The problem that an answer of the database is.</summary>
internal static class AnswerProblems
{
    /// <summary>The problem of an answer that is not a success. Only its detail comes from the database.</summary>
    public static ApiProblem Of(Answer answer)
    {
        var detail = answer.Detail;
        return answer.Code switch
        {
            AnswerCode.Unique => Constraint("unique", detail),
            AnswerCode.ForeignKey => Constraint("foreign_key", detail),
            AnswerCode.Check => Constraint("check", detail),
            AnswerCode.NotNull => Constraint("not_null", detail),
            AnswerCode.Constraint => Constraint("other", detail),
            AnswerCode.NothingMatched => new ApiProblem(409, "nothing_matched", "A statement that expects rows found none; nothing is done.", detail),
            AnswerCode.InvalidSql => new ApiProblem(400, "invalid_sql", "A statement is wrong; nothing is done.", detail),
            AnswerCode.Forbidden => new ApiProblem(403, "forbidden", "A statement is not allowed here; nothing is done.", detail),
            AnswerCode.TooLarge => new ApiProblem(413, "too_large", "Too much for one request; nothing is done.", detail),
            AnswerCode.Expired => new ApiProblem(504, "expired", "It came to the log too late; nothing is done.", detail),
            AnswerCode.KeyReused => new ApiProblem(422, "key_reused", "This Idempotency-Key was used for another request.", detail),
            AnswerCode.KeysFull => Later("keys_full", "There is no room for another Idempotency-Key; nothing is done.", detail),
            AnswerCode.Poison => new ApiProblem(500, "poison", "The request ended the workers that tried it; it will not be done.", detail),
            AnswerCode.Timeout => Later("timeout", "It took longer than its deadline.", detail),
            AnswerCode.NotYet => Later("unavailable", "No worker has come as far as the request asks.", detail),
            _ => Later("unavailable", "No worker can serve this now.", detail),
        };
    }

    private static ApiProblem Constraint(string kind, string detail) =>
        new(409, "constraint", "A constraint refuses it; nothing is done.", detail) { Constraint = kind };

    private static ApiProblem Later(string code, string title, string detail) => new(503, code, title, detail) { RetryAfter = ApiProblem.Second };
}
