namespace Capstan.Gateway.Fast.Http1;

/// <summary>One field line.</summary>
/// <param name="Name">Its name as it was sent.</param>
/// <param name="Value">Its value without the whitespace around it.</param>
/// <param name="Kind">Which of the known ones it is.</param>
internal readonly record struct Field(Slice Name, Slice Value, FieldKind Kind);
