namespace Capstan.StackFiles.Forms;

/// <summary>Why a text is not a value of the wanted form; the remedy is null when the fault says it.</summary>
internal sealed record Misshape(string Fault, string? Remedy = null);
