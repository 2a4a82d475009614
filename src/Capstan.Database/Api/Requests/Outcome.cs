using Capstan.Database.Api.Problems;
using Capstan.Database.Log;
using Capstan.Database.Statements;

namespace Capstan.Database.Api.Requests;

/// <summary>How a request to the workers ended: with a successful answer, or with a problem.</summary>
/// <param name="Answer">The answer, also one that is a problem; null when there is none.</param>
/// <param name="Problem">What went wrong; null on success.</param>
/// <param name="Request">The write's id; null for reads.</param>
internal sealed record Outcome(Answer? Answer, ApiProblem? Problem, RequestId? Request);
