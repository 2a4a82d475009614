namespace Capstan.Commands;

/// <summary>What <c>capstan check --json</c> prints.</summary>
/// <param name="File">Absolute path of the stack file.</param>
/// <param name="Valid">Whether it has no fault.</param>
/// <param name="Stack">Name of the stack; null when the file has faults.</param>
/// <param name="Services">Names of its services.</param>
/// <param name="Databases">Names of its databases.</param>
/// <param name="Faults">Every fault.</param>
/// <param name="Running">Whether the stack runs.</param>
/// <param name="Changes">What a reload would do, or why it would be refused.</param>
/// <param name="Servers">What is wrong with the servers that its databases run on, or worth knowing.</param>
internal sealed record CheckResult(
    string File, bool Valid, string? Stack, IReadOnlyList<string> Services, IReadOnlyList<string> Databases, IReadOnlyList<StackFiles.StackFault> Faults, bool Running, IReadOnlyList<string> Changes,
    IReadOnlyList<ServerReport> Servers);
