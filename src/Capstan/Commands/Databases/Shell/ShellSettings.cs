using Capstan.Client;

namespace Capstan.Commands.Databases.Shell;

/// <summary>What a user of a shell may change.</summary>
internal sealed class ShellSettings
{
    /// <summary>How fresh reads are. Default session: they show all that this shell has seen and done.</summary>
    public ReadLevel Level { get; set; } = ReadLevel.Session;

    /// <summary>How results are written.</summary>
    public ShellMode Mode { get; set; } = ShellMode.Table;

    /// <summary>Whether names of columns are written above them.</summary>
    public bool Headers { get; set; } = true;

    /// <summary>Whether time and position of each answer are told. Only people are told.</summary>
    public bool Timing { get; set; } = true;
}
