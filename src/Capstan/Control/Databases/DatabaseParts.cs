using Capstan.Database.Engines;

namespace Capstan.Control.Databases;

/// <summary>What runs one database besides its workers.</summary>
internal sealed record DatabaseParts
{
    /// <summary>Queues, log and membership.</summary>
    public required IDatabaseEngine Engine { get; init; }

    /// <summary>Its API.</summary>
    public required IDatabaseFront Front { get; init; }

    /// <summary>Where its workers run and keep their data.</summary>
    public required IWorkerPlaces Places { get; init; }

    /// <summary>Counts what arrives at the API for scaling.</summary>
    public required ReadCounter Reads { get; init; }
}
