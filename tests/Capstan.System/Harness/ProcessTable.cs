using System.Globalization;

namespace Capstan.SystemTests.Harness;

/// <summary>The processes of this machine, those in containers too, as the kernel lists them.</summary>
internal static class ProcessTable
{
    /// <summary>All of them.</summary>
    public static IEnumerable<int> Pids() => Directory.EnumerateDirectories("/proc").Select(PidOf).OfType<int>();

    /// <summary>A file of a process; null when it ended while it was being looked at, or belongs to somebody else.</summary>
    public static byte[]? Read(int pid, string file) => Try(() => File.ReadAllBytes(PathOf(pid, file)));

    /// <summary>What a link of a process points to; null in the same cases.</summary>
    public static string? Link(int pid, string name) => Try(() => new FileInfo(PathOf(pid, name)).LinkTarget);

    /// <summary>Whether a process has a file or socket open.</summary>
    public static bool Holds(int pid, string target) =>
        Try(() => Directory.EnumerateFiles(PathOf(pid, "fd")).Any(file => new FileInfo(file).LinkTarget == target) ? target : null) is not null;

    private static string PathOf(int pid, string name) => string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{name}");

    private static int? PidOf(string folder) =>
        int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;

    private static T? Try<T>(Func<T?> look)
        where T : class
    {
        try
        {
            return look();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
