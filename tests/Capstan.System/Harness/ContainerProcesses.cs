using System.Globalization;
using System.Text;

namespace Capstan.SystemTests.Harness;

/// <summary>
/// Processes of containers. A container is known by its first process, the one whose id Docker reports; the program that it was made for may
/// be a child of that one.
/// </summary>
internal static class ContainerProcesses
{
    private const string Namespace = "ns/pid";
    private const string Ids = "NSpid:";

    private static readonly string? Own = ProcessTable.Link(Environment.ProcessId, Namespace);

    /// <summary>The process by which this one is known: the first of its container; itself outside of containers.</summary>
    public static int FirstOf(int pid) => Members(pid).FirstOrDefault(IsFirst, pid);

    /// <summary>All processes of the container whose first one this is, that one first; itself alone outside of containers.</summary>
    public static IReadOnlyList<int> AllOf(int pid) => [pid, .. Members(pid).Where(member => member != pid)];

    private static List<int> Members(int pid) => ProcessTable.Link(pid, Namespace) is { } container && container != Own
        ? [.. ProcessTable.Pids().Where(other => ProcessTable.Link(other, Namespace) == container)]
        : [];

    // The line has the process's id in every namespace that it is in, its own last.
    private static bool IsFirst(int pid) => ProcessTable.Read(pid, "status") is { } status
        && Encoding.UTF8.GetString(status).Split('\n').First(line => line.StartsWith(Ids, StringComparison.Ordinal)) is var line
        && int.Parse(line.AsSpan(line.LastIndexOf('\t') + 1), CultureInfo.InvariantCulture) == 1;
}
