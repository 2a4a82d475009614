using System.Text;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Databases;

/// <summary>Workers as child processes; a slot keeps a folder in that of the database.</summary>
internal sealed class WorkerFolders(StackUnderTest stack, string database) : IWorkerPlaces
{
    private static readonly string[] Variables = ["CAPSTAN_WORKER_FOLDER=", "CAPSTAN_WORKER_DATA="];

    public Task LookAsync() => Task.CompletedTask;

    public Task<IReadOnlyList<int>> RunningAsync() => Task.FromResult<IReadOnlyList<int>>([.. stack.Processes().Where(IsWorker)]);

    public string DiskOf(int slot) => FolderOf(slot);

    public string FolderOf(int slot) => Path.Combine(database, $"slot-{slot}");

    // Told by the folder in its environment.
    private static bool IsWorker(int pid) => ProcessTable.Read(pid, "environ") is { } block
        && Array.Exists(Encoding.UTF8.GetString(block).Split('\0'), entry => Array.Exists(Variables, entry.StartsWith));
}
