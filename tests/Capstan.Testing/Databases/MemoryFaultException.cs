using Capstan.Database.Statements;

namespace Capstan.Testing.Databases;

/// <summary>A statement failed; ends its operation.</summary>
internal sealed class MemoryFaultException(AnswerCode code, string message) : Exception(message)
{
    public AnswerCode Code { get; } = code;
}
