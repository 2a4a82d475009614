namespace Capstan.Containers.Processes.Logs;

/// <summary>Receives one line without its end, or one piece of a line that was too long.</summary>
internal delegate void LineSink(ReadOnlySpan<byte> line, bool isCut);
