namespace Capstan.StackFiles.Rules;

/// <summary>A breach of a rule.</summary>
/// <param name="Path">Setting that it is shown at.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do; null when the message says so.</param>
internal sealed record Breach(string Path, string Message, string? Remedy = null)
{
    /// <summary>Further settings that it rests on. When any of them could not be read, the breach is not told.</summary>
    public IReadOnlyList<string> RestsOn { get; init; } = [];
}
