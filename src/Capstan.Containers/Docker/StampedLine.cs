namespace Capstan.Containers.Docker;

/// <summary>A log line with the engine's own time of it, which has more digits than <see cref="LogLine.Time"/> and sorts as text.</summary>
internal sealed record StampedLine(LogLine Line, string Stamp);
