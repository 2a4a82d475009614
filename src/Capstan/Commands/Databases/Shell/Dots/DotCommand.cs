namespace Capstan.Commands.Databases.Shell.Dots;

/// <summary>A command of the shell itself.</summary>
/// <param name="Name">Its word, with the dot.</param>
/// <param name="Arguments">What may follow, for help; empty when nothing may.</param>
/// <param name="Help">What it does, one line.</param>
/// <param name="Run">Does it; gives whether it was done.</param>
internal sealed record DotCommand(string Name, string Arguments, string Help, Func<DotCall, CancellationToken, Task<bool>> Run)
{
    /// <summary>What the argument can be, for completion; empty when that is not known.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether the argument is the name of a table.</summary>
    public bool TakesTable { get; init; }
}
