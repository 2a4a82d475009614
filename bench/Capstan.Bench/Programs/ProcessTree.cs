using System.Globalization;

namespace Capstan.Bench.Programs;

/// <summary>What /proc says about a process and all that descends from it.</summary>
internal static class ProcessTree
{
    // The kernel reports to user space in hundredths of a second on every architecture that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>The process and its descendants that live now.</summary>
    public static IReadOnlyList<int> Of(int root)
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Fields(pid) is { } fields)
                parents[pid] = int.Parse(fields[1], CultureInfo.InvariantCulture);
        }

        var tree = new List<int> { root };
        for (var i = 0; i < tree.Count; i++)
            tree.AddRange(parents.Where(entry => entry.Value == tree[i]).Select(entry => entry.Key));
        return tree;
    }

    /// <summary>The children of a process of one thread.</summary>
    public static IReadOnlyList<int> Children(int pid) =>
        [.. File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];

    /// <summary>
    /// CPU seconds of a process and its children, those included that have ended; each is of one thread. To the nanosecond for those that live:
    /// hundreds of them with a few milliseconds each would vanish between hundredths of a second.
    /// </summary>
    public static double CpuSecondsOfFamily(int pid) => Children(pid).Append(pid).Sum(Scheduled) + Seconds(pid, 4) - Seconds(pid, 2);

    /// <summary>CPU seconds (user and system) of the process and its descendants so far, those included that have ended.</summary>
    public static double CpuSeconds(int root) => Of(root).Sum(pid => Seconds(pid, 4));

    /// <summary>CPU seconds of one process so far; 0 when it is gone.</summary>
    public static double CpuSecondsOfOne(int pid) => Seconds(pid, 2);

    /// <summary>Resident bytes of one process (VmRSS); 0 when it is gone.</summary>
    public static long Resident(int pid) => Bytes(pid, "status", "VmRSS:");

    /// <summary>Most resident bytes of one process since its start or since <see cref="ForgetPeak"/> (VmHWM); 0 when it is gone.</summary>
    public static long PeakResident(int pid) => Bytes(pid, "status", "VmHWM:");

    /// <summary>Resident bytes of one process in which a page that several share counts in parts (Pss); 0 when it is gone.</summary>
    public static long Proportional(int pid) => Bytes(pid, "smaps_rollup", "Pss:");

    /// <summary>The peak of a process begins anew from what it has now.</summary>
    public static void ForgetPeak(int pid) => File.WriteAllText($"/proc/{pid}/clear_refs", "5");

    /// <summary>Resident bytes of the process and its descendants; pages that they share count once for each.</summary>
    public static long ResidentOfAll(int root) => Of(root).Sum(Resident);

    /// <summary>User and system time, then those of children that have ended and were waited for.</summary>
    private static double Seconds(int pid, int fields) =>
        Fields(pid)?.Skip(11).Take(fields).Sum(field => double.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond ?? 0;

    /// <summary>Seconds for which the kernel gave a core to the main thread of a process; 0 when it is gone.</summary>
    private static double Scheduled(int pid)
    {
        try
        {
            return long.Parse(File.ReadAllText($"/proc/{pid}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1e9;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static long Bytes(int pid, string file, string name)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/{file}").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[name.Length..^"kB".Length].Trim(), CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>The fields of /proc/PID/stat from the state on (the program's name before it may hold anything); null when it is gone.</summary>
    private static string[]? Fields(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
