namespace Capstan.Containers.Processes.Logs;

/// <summary>One stream of one replica, as its log sees it.</summary>
/// <param name="Generation">Which replica of the slot writes it.</param>
/// <param name="IsError">Whether it is standard error.</param>
internal sealed record LogStream(int Generation, bool IsError)
{
    /// <summary>Holds what came since the last line end.</summary>
    public LineCutter Cutter { get; } = new(LogFormat.LongestLine);
}
