using Capstan.Database.Log;

namespace Capstan.Simulation.Workers;

/// <summary>What a worker sent to the log on one connection and has not arrived. It may outlive the worker.</summary>
internal sealed class Connection(Life owner)
{
    public Life Owner => owner;

    /// <summary>In order; one queue for each log it goes to.</summary>
    public Queue<(int Log, IReadOnlyList<LogRecord> Records)> Sent { get; } = new();

    public bool IsOpen { get; set; } = true;
}
