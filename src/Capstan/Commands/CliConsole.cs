using Capstan.Terminals;

namespace Capstan.Commands;

/// <summary>Where a command writes, and what kind of place that is.</summary>
public sealed record CliConsole
{
    /// <summary>Standard output: what was asked for.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error: faults, progress and notes.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Standard input: answers to questions.</summary>
    public TextReader In { get; init; } = TextReader.Null;

    /// <summary>Whether a person looks at <see cref="Out"/> through a terminal.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Whether colours may be used.</summary>
    public bool UseColor { get; init; }

    /// <summary>Opens the keyboard for commands that read key by key; null when <see cref="In"/> is no terminal.</summary>
    internal Func<ITerminal>? Keyboard { get; init; }

    /// <summary>Columns and lines of the terminal now; it may be resized at any time.</summary>
    public Func<(int Width, int Height)> Size { get; init; } = () => (120, 40);
}
