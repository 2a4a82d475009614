using System.Diagnostics;

namespace Capstan.Bench;

/// <summary>What all parts of one run share: how long to measure, a folder for everything they write, and where progress goes.</summary>
internal sealed class BenchRun : IDisposable
{
    private readonly Stopwatch _since = Stopwatch.StartNew();

    public BenchRun(bool isQuick, CancellationToken ending)
    {
        (IsQuick, Ending) = (isQuick, ending);
        // Beside what was built and not in /tmp, which may be memory: what is flushed has to go to a disk.
        Folder = Repository.At("artifacts", "bench", $"{Environment.ProcessId}-{Guid.NewGuid():N}"[..12]);
        Directory.CreateDirectory(Folder);
        // Servers that do not run as root give their work to another user, who must get at its files.
        File.SetUnixFileMode(Folder, (UnixFileMode)0x1ED);
    }

    /// <summary>One short round of everything: shows that it works, its figures mean little.</summary>
    public bool IsQuick { get; }

    /// <summary>Ends the run early.</summary>
    public CancellationToken Ending { get; }

    /// <summary>A folder that is gone after the run.</summary>
    public string Folder { get; }

    /// <summary>A new folder inside <see cref="Folder"/>.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(Folder, $"{name}-{Guid.NewGuid():N}")).FullName;

    /// <summary>Writes a line of progress.</summary>
    public void Say(string line) => Console.Error.WriteLine($"[{_since.Elapsed:mm\\:ss}] {line}");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
