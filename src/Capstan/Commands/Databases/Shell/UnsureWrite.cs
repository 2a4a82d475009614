namespace Capstan.Commands.Databases.Shell;

/// <summary>A write whose outcome is not known, to be sent again.</summary>
/// <param name="Statements">What it does.</param>
/// <param name="Key">Its name, under which it is done once at most.</param>
/// <param name="Defines">Whether it changes the schema.</param>
internal sealed record UnsureWrite(IReadOnlyList<string> Statements, string Key, bool Defines);
