namespace Capstan.Client;

/// <summary>One statement of a script.</summary>
/// <param name="Text">Its text, without the semicolon that ends it and blanks and comments before it.</param>
/// <param name="Start">Index of its first character in the script.</param>
/// <param name="Kind">What it is.</param>
/// <param name="IsComplete">Whether a semicolon ends it; otherwise the script ends within it.</param>
public readonly record struct SqlPart(string Text, int Start, SqlKind Kind, bool IsComplete);
