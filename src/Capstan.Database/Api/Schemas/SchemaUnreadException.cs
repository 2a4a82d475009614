using Capstan.Database.Api.Problems;

namespace Capstan.Database.Api.Schemas;

/// <summary>No worker tells the schema; the answer is the problem that it is.</summary>
internal sealed class SchemaUnreadException(ApiProblem problem) : Exception(problem.Title)
{
    /// <summary>Why.</summary>
    public ApiProblem Problem => problem;
}
