namespace Capstan.Commands;

/// <summary>The stack that a command works on.</summary>
/// <param name="File">Absolute path of its file.</param>
/// <param name="IsDemo">Whether it is the demo that runs when nobody named a file.</param>
/// <param name="Name">Its name.</param>
/// <param name="StateFolder">Absolute path of its state folder.</param>
internal sealed record StackPlace(string File, bool IsDemo, string Name, string StateFolder);
