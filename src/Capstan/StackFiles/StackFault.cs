namespace Capstan.StackFiles;

/// <summary>One thing that is wrong with a stack file or a <c>--set</c>.</summary>
/// <param name="File">Path of the file, or <c>--set path=value</c> when the value came from there.</param>
/// <param name="Line">Line from 1; 0 when the fault has none (a <c>--set</c>, a file that cannot be read).</param>
/// <param name="Column">Column from 1; 0 when the fault has none.</param>
/// <param name="Path">Which setting, such as <c>services.acts.scale.window</c>; empty when it is the file as a whole.</param>
/// <param name="Message">What is wrong, without a closing full stop.</param>
/// <param name="Remedy">What to do about it; null when the message says so itself.</param>
public sealed record StackFault(string File, int Line, int Column, string Path, string Message, string? Remedy);
