using Capstan.Core.Stacks;

namespace Capstan.Hosting;

/// <summary>A stack that is to run, and where it came from.</summary>
public sealed record StackRun
{
    /// <summary>The stack.</summary>
    public required StackSpec Spec { get; init; }

    /// <summary>Absolute path of its file.</summary>
    public required string File { get; init; }

    /// <summary>Overrides of its file as <c>path=value</c>.</summary>
    public required IReadOnlyList<string> Set { get; init; }

    /// <summary>Absolute path of its state folder.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Environment variables that the file may refer to.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }
}
