namespace Capstan.Commands;

/// <summary>A running stack refused what was asked, or does not answer. The message is for the operator.</summary>
internal sealed class AdminException(string message, IReadOnlyList<string> faults) : Exception(message)
{
    /// <summary>Every single fault, where the refusal lists them.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
