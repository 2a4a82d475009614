namespace Capstan.Control.Databases;

/// <summary>Environment variables of a worker, beside those of its engine.</summary>
internal static class WorkerVariables
{
    /// <summary>Absolute path of its slot's data folder; the worker makes it.</summary>
    public const string Folder = "CAPSTAN_WORKER_FOLDER";
}
