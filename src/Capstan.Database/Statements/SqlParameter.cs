namespace Capstan.Database.Statements;

/// <summary>A value for one parameter of a statement.</summary>
/// <param name="Name">Name with or without its <c>:</c>, <c>@</c> or <c>$</c>; null for the next positional one.</param>
/// <param name="Value">The value.</param>
public readonly record struct SqlParameter(string? Name, SqlValue Value);
