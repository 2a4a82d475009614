using Capstan.Hosting;

namespace Capstan.Commands;

/// <summary>The world that commands run in.</summary>
public sealed record CliContext
{
    /// <summary>Where to write.</summary>
    public required CliConsole Console { get; init; }

    /// <summary>Absolute path of the current folder.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>Environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Time of waits and ages.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Makes what runs stacks; called by <c>up</c> alone, so that the other commands load nothing of it.</summary>
    public required Func<IStackRunner> Runner { get; init; }

    /// <summary>Signals that the program gets.</summary>
    public CliSignals Signals { get; init; } = new();

    /// <summary>The program and its first arguments that start Capstan anew.</summary>
    public required IReadOnlyList<string> Self { get; init; }
}
