namespace Capstan.Containers.Processes.Native;

/// <summary>Reads files below <c>/proc/PID</c>, where a process may vanish between any two steps.</summary>
internal static class ProcFile
{
    /// <summary>Null when the process is gone or belongs to somebody who does not let us look.</summary>
    public static byte[]? Read(int pid, string name)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{pid}/{name}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Identity of this start of the machine; start times of processes compare only within one.</summary>
    public static string BootId() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
}
