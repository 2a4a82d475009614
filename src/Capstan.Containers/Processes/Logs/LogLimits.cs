namespace Capstan.Containers.Processes.Logs;

/// <summary>How much of a slot's output is kept.</summary>
/// <param name="Bytes">Size at which a file is followed by a new one.</param>
/// <param name="Files">Files kept, the one being written included.</param>
internal sealed record LogLimits(long Bytes, int Files);
