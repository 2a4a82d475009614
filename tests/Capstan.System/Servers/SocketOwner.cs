using System.Globalization;

namespace Capstan.SystemTests.Servers;

/// <summary>Finds the process at the other end of a connection on this machine.</summary>
internal static class SocketOwner
{
    private const string Loopback = "0100007F";

    /// <summary>The process whose socket is bound to that port of loopback; 0 when none is found.</summary>
    public static int Of(int port, int peer)
    {
        var local = string.Create(CultureInfo.InvariantCulture, $"{Loopback}:{port:X4}");
        var remote = string.Create(CultureInfo.InvariantCulture, $"{Loopback}:{peer:X4}");
        foreach (var file in (string[])["/proc/net/tcp", "/proc/net/tcp6"])
        {
            var fields = File.ReadLines(file).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .FirstOrDefault(fields => fields[1].EndsWith(local, StringComparison.Ordinal) && fields[2].EndsWith(remote, StringComparison.Ordinal));
            if (fields is not null && Holder($"socket:[{fields[9]}]") is { } pid)
                return pid;
        }

        return 0;
    }

    private static int? Holder(string socket)
    {
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Holds(process, socket))
                return pid;
        }

        return null;
    }

    private static bool Holds(string process, string socket)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(process, "fd")).Any(file => new FileInfo(file).LinkTarget == socket);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It ended while it was being looked at, or belongs to somebody else.
            return false;
        }
    }
}
