using System.Globalization;
using System.Text;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Databases;

/// <summary>A worker's process as the kernel knows it, told by the folder in its environment.</summary>
internal sealed record WorkerProcess(int Pid, int Slot, string Folder)
{
    private static readonly string[] Variables = ["CAPSTAN_WORKER_FOLDER=", "CAPSTAN_WORKER_DATA="];
    private const string Prefix = "slot-";

    public bool IsAlive => LeftBehind.IsAlive(Pid);

    /// <summary>The workers among these processes, by pid.</summary>
    public static IReadOnlyList<WorkerProcess> Among(IEnumerable<int> pids) => [.. pids.Select(Of).OfType<WorkerProcess>().OrderBy(worker => worker.Pid)];

    private static WorkerProcess? Of(int pid)
    {
        try
        {
            var block = Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/environ")).Split('\0');
            if (Array.Find(block, entry => Array.Exists(Variables, entry.StartsWith)) is not { } entry)
                return null;
            var folder = entry[(entry.IndexOf('=') + 1)..];
            return new WorkerProcess(pid, int.Parse(Path.GetFileName(folder).AsSpan(Prefix.Length), CultureInfo.InvariantCulture), folder);
        }
        catch (IOException)
        {
            // It ended while it was being looked at.
            return null;
        }
    }
}
