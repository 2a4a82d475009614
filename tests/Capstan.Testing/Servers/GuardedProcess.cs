using System.Diagnostics;
using System.Globalization;

namespace Capstan.Testing.Servers;

/// <summary>
/// A program that ends with the test program, however that ends: a shell beside it waits for the pipe from here to close and kills it.
/// </summary>
public sealed class GuardedProcess : IAsyncDisposable
{
    private const string Script = "\"$@\" </dev/null >\"$0\" 2>&1 & echo $!; read -r _; kill -9 $! 2>/dev/null; wait";
    private readonly Process _shell;

    private GuardedProcess(Process shell, int id) => (_shell, Id) = (shell, id);

    /// <summary>The program's process id.</summary>
    public int Id { get; }

    /// <summary>Whether it has ended by itself: the shell, which does not look before its own end, leaves it as a zombie.</summary>
    public bool HasEnded
    {
        get
        {
            try
            {
                return File.ReadAllText($"/proc/{Id}/stat").Contains(") Z ");
            }
            catch (IOException)
            {
                return true;
            }
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="folder">Where it works.</param>
    /// <param name="command">
    /// The program and its arguments. A script must give way to its program (`exec`) for the process id to be the program's.
    /// </param>
    /// <param name="environment">Variables besides those of this program.</param>
    /// <param name="output">File for what it prints, in the folder unless it has a path of its own.</param>
    public static async Task<GuardedProcess> StartAsync(
        string folder, IEnumerable<string> command, IReadOnlyDictionary<string, string>? environment = null, string output = "output.log")
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, output, .. command])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var shell = Process.Start(start)!;
        var first = await shell.StandardOutput.ReadLineAsync();
        return new GuardedProcess(shell, int.Parse(first!, CultureInfo.InvariantCulture));
    }

    /// <summary>Sends it a signal, as <c>kill</c> names them.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        if (kill.ExitCode != 0)
            throw new InvalidOperationException($"Process {Id} took no {signal}: it has ended.");
    }

    /// <summary>Waits until it has ended by itself.</summary>
    /// <exception cref="TimeoutException">It has not, in that time.</exception>
    public async Task EndedAsync(TimeSpan limit)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!HasEnded)
        {
            if (TimeProvider.System.GetElapsedTime(start) > limit)
                throw new TimeoutException($"Process {Id} did not end within {limit.TotalSeconds:0} s.");
            await Task.Delay(20);
        }
    }

    /// <summary>Kills it, and returns when it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }
}
