using Capstan.Database.Statements;

namespace Capstan.Database.Applying;

/// <summary>An operation fails by a rule of this program; ends it, and becomes its answer.</summary>
/// <param name="code">The answer's code.</param>
/// <param name="detail">What is wrong, for people.</param>
internal sealed class OperationFaultException(AnswerCode code, string detail) : Exception(detail)
{
    /// <summary>The answer's code.</summary>
    public AnswerCode Code { get; } = code;
}
