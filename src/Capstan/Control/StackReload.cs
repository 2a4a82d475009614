using Capstan.Core.Stacks;

namespace Capstan.Control;

/// <summary>What a changed stack file means for a stack that runs.</summary>
internal static class StackReload
{
    public static IReadOnlyList<string> Refuse(StackSpec old, StackSpec changed) => [];

    public static IReadOnlyList<string> Describe(StackSpec old, StackSpec changed) => [];
}
