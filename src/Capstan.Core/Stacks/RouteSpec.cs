namespace Capstan.Core.Stacks;

/// <summary>Which requests a service takes: those whose path starts with <paramref name="Path"/> on a segment boundary.</summary>
/// <param name="Path">Prefix that starts with a slash; the longest matching prefix of all services wins.</param>
/// <param name="Host">Host name without port; null takes every host. A route with a host goes before one without.</param>
public sealed record RouteSpec(string Path, string? Host = null);
