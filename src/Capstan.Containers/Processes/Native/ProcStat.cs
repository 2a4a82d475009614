using System.Globalization;
using System.Text;

namespace Capstan.Containers.Processes.Native;

/// <summary>What the kernel tells about one process in <c>/proc/PID/stat</c>.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="State">One letter; <c>Z</c> and <c>X</c> have ended.</param>
/// <param name="Parent">Number of its parent.</param>
/// <param name="Group">Number of its process group.</param>
/// <param name="Session">Number of its session.</param>
/// <param name="StartTicks">When it started, in clock ticks since the machine did. With the number it names one process for good.</param>
internal readonly record struct ProcStat(int Pid, char State, int Parent, int Group, int Session, long StartTicks)
{
    public bool HasEnded => State is 'Z' or 'X';

    public ProcessIdentity Identity => new(Pid, StartTicks);

    /// <summary>Null when there is no such process.</summary>
    public static ProcStat? Of(int pid) => ProcFile.Read(pid, "stat") is { } bytes ? Parse(Encoding.UTF8.GetString(bytes)) : null;

    /// <summary>Null when the line has not the kernel's form. The name in brackets may itself hold spaces and brackets.</summary>
    public static ProcStat? Parse(string line)
    {
        var open = line.IndexOf('(');
        var close = line.LastIndexOf(')');
        if (open < 1 || close < open)
            return null;
        var fields = line[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 20
            || !int.TryParse(line.AsSpan(0, open), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var pid)
            || !int.TryParse(fields[1], out var parent)
            || !int.TryParse(fields[2], out var group)
            || !int.TryParse(fields[3], out var session)
            || !long.TryParse(fields[19], out var start))
            return null;
        return new ProcStat(pid, fields[0][0], parent, group, session, start);
    }
}
