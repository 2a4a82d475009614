using Capstan.Core.Stacks;

namespace Capstan.StackFiles;

/// <summary>What came of reading a stack file.</summary>
/// <param name="Spec">The stack; null when there is any fault.</param>
/// <param name="Faults">Every fault, in the order of the lines, those of <c>--set</c> last; empty when there is a spec.</param>
public sealed record StackReading(StackSpec? Spec, IReadOnlyList<StackFault> Faults);
