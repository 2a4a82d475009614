namespace Capstan.Cluster;

/// <summary>Environment variables from the engine to its workers. None of them is secret.</summary>
public static class ClusterVariables
{
    /// <summary>Absolute path of the file (mode 0600) with addresses and credentials.</summary>
    public const string Engine = "CAPSTAN_DATABASE_ENGINE";

    /// <summary>The worker's slot.</summary>
    public const string Slot = "CAPSTAN_DATABASE_SLOT";

    /// <summary>
    /// Absolute path of the controller's socket, to which a worker holds a connection while it lives; not set when there is none. A worker
    /// on another machine finds nothing there, and does without.
    /// </summary>
    public const string Lifeline = "CAPSTAN_DATABASE_LIFELINE";

    /// <summary>How a worker learns its process id: <see cref="Told"/>, or not set where the process sees the same as the runtime.</summary>
    public const string Pid = "CAPSTAN_DATABASE_PID";

    /// <summary>The controller tells it to the container that has this machine's name.</summary>
    public const string Told = "told";
}
