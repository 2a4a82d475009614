namespace Capstan.StackFiles.Yaml;

/// <summary>Where a piece of a stack file stands: a line and column from 1, or the <c>--set</c> that brought it.</summary>
internal readonly record struct YamlPlace(int Line, int Column, string? Override = null);
