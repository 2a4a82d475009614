using Capstan.Core.Stacks;

namespace Capstan.StackFiles.Rules;

/// <summary>One thing that must hold between several settings.</summary>
internal interface IStackRule
{
    /// <summary>Every breach of the rule.</summary>
    /// <param name="stack">The stack; settings that could not be read stand at their defaults.</param>
    /// <param name="isWritten">Whether the file or an override sets a path.</param>
    IEnumerable<Breach> Check(StackSpec stack, Func<string, bool> isWritten);
}
