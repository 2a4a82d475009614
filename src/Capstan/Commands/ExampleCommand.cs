using System.CommandLine;

namespace Capstan.Commands;

/// <summary>A command whose help ends with examples.</summary>
internal sealed class ExampleCommand(string name, string description, IReadOnlyList<string> examples) : Command(name, description)
{
    /// <summary>Command lines worth trying.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
}
