namespace Capstan.Core.Scaling;

/// <summary>A scaling window that is over.</summary>
/// <param name="Index">Its number, 0 for the one that began with the first request.</param>
/// <param name="Count">Requests that arrived in it.</param>
public readonly record struct EndedWindow(long Index, long Count);
