using System.Globalization;

namespace Capstan.Containers.Processes.Native;

/// <summary>All processes of the machine at one moment, by number.</summary>
internal sealed class ProcessTable
{
    private readonly Dictionary<int, ProcStat> _processes;

    public ProcessTable(IEnumerable<ProcStat> processes) => _processes = processes.ToDictionary(stat => stat.Pid);

    public IEnumerable<ProcStat> All => _processes.Values;

    public static ProcessTable Now()
    {
        var processes = new List<ProcStat>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && ProcStat.Of(pid) is { } stat)
                processes.Add(stat);
        }
        return new ProcessTable(processes);
    }

    public bool Has(ProcessIdentity identity) => _processes.TryGetValue(identity.Pid, out var stat) && stat.StartTicks == identity.StartTicks;

    /// <summary>The given processes and everything that descends from them, without those that have ended.</summary>
    public IReadOnlyList<ProcStat> WithDescendants(IEnumerable<int> roots)
    {
        var children = _processes.Values.ToLookup(stat => stat.Parent);
        var found = new Dictionary<int, ProcStat>();
        var open = new Stack<int>(roots);
        while (open.TryPop(out var pid))
        {
            if (!_processes.TryGetValue(pid, out var stat) || !found.TryAdd(pid, stat))
                continue;
            foreach (var child in children[pid])
                open.Push(child.Pid);
        }
        return [.. found.Values.Where(stat => !stat.HasEnded)];
    }

    /// <summary>The process and its parents up to the first of the machine.</summary>
    public IReadOnlySet<int> Ancestry(int pid)
    {
        var line = new HashSet<int>();
        while (_processes.TryGetValue(pid, out var stat) && line.Add(pid))
            pid = stat.Parent;
        return line;
    }
}
