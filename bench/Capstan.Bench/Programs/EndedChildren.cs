using System.Runtime.InteropServices;

namespace Capstan.Bench.Programs;

/// <summary>What the kernel keeps about children of the bench that have ended. Load generators run one at a time, so a difference is theirs.</summary>
internal static partial class EndedChildren
{
    private const int Children = -1;

    // struct rusage begins with user and system time, seconds and microseconds of each; it has 18 words.
    private const int Words = 18;

    /// <summary>CPU seconds (user and system) of them so far.</summary>
    public static double CpuSeconds()
    {
        var usage = new nint[Words];
        return getrusage(Children, usage) == 0
            ? usage[0] + usage[2] + ((usage[1] + usage[3]) / 1e6)
            : throw new BenchException($"getrusage failed: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getrusage(int who, [Out] nint[] usage);
}
