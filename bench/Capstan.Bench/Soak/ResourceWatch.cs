using Capstan.Bench.Programs;
using Capstan.Bench.Reports;

namespace Capstan.Bench.Soak;

/// <summary>File descriptors and memory of the gateway's process, looked at every half second.</summary>
/// <param name="pid">The process.</param>
internal sealed class ResourceWatch(int pid)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly List<(TimeSpan At, int Descriptors, double Mib)> _looks = [];

    /// <summary>Descriptors open now.</summary>
    public int Descriptors => Directory.GetFileSystemEntries($"/proc/{pid}/fd").Length;

    /// <summary>Looks until it is told to end.</summary>
    public async Task RunAsync(CancellationToken ending)
    {
        var begin = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(ending))
                _looks.Add((TimeProvider.System.GetElapsedTime(begin), Descriptors, ProcessTree.Resident(pid) / 1048576.0));
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Asked to end.
        }
    }

    /// <summary>Descriptors between two moments.</summary>
    public Figures DescriptorsIn(TimeSpan from, TimeSpan to) => new(_looks.Where(look => look.At >= from && look.At < to).Select(look => (double)look.Descriptors));

    /// <summary>Resident MiB between two moments.</summary>
    public Figures MibIn(TimeSpan from, TimeSpan to) => new(_looks.Where(look => look.At >= from && look.At < to).Select(look => look.Mib));
}
