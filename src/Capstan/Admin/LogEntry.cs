using Capstan.Containers;

namespace Capstan.Admin;

/// <summary>One line of <c>GET /v1/logs</c>.</summary>
/// <param name="Service">The service.</param>
/// <param name="Slot">Number of the replica's slot.</param>
/// <param name="Generation">Which replica of the slot.</param>
/// <param name="Time">When the line was read.</param>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">The line without its end.</param>
public sealed record LogEntry(string Service, int Slot, int Generation, DateTimeOffset Time, string Stream, string Text)
{
    /// <summary>The wire form of a line.</summary>
    internal static LogEntry Of(LogLine line) => new(
        line.Replica.Service, line.Replica.Slot, line.Replica.Generation, line.Time, line.IsError ? "stderr" : "stdout", line.Text);
}
