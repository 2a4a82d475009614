namespace Capstan.Commands;

/// <summary>Nobody reads the output any more.</summary>
public sealed class BrokenPipeException() : IOException("Nobody reads the output any more.");
