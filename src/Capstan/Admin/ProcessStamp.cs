using System.Globalization;

namespace Capstan.Admin;

/// <summary>Tells whether a process id still belongs to the process it was noted for.</summary>
internal static class ProcessStamp
{
    /// <summary>Start of a process in clock ticks since boot; null when it does not exist or has ended and only waits to be reaped.</summary>
    public static long? StartTicks(int pid)
    {
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat");
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            return null;
        }

        // The program's name, in parentheses, may itself hold spaces and parentheses.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
    }

    /// <summary>Whether the controller of a record runs.</summary>
    public static bool IsAlive(AdminRecord record) => StartTicks(record.Pid) == record.StartTicks;
}
