namespace Capstan.Database.Embedded.Session;

/// <summary>Environment variables from the engine to its workers.</summary>
internal static class WorkerVariables
{
    /// <summary>Path of the engine's socket.</summary>
    public const string Socket = "CAPSTAN_DATABASE_SOCKET";

    /// <summary>The worker's slot.</summary>
    public const string Slot = "CAPSTAN_DATABASE_SLOT";
}
