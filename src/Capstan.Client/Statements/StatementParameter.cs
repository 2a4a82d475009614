namespace Capstan.Client;

/// <summary>A value of a statement.</summary>
/// <param name="Name">Its name, with or without <c>:</c>, <c>@</c> or <c>$</c>; null for the next positional one.</param>
/// <param name="Value">Null, an integer, a boolean (1, 0), a double or float, a string, or bytes.</param>
public readonly record struct StatementParameter(string? Name, object? Value);
