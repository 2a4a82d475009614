using System.Diagnostics;
using System.Globalization;

namespace Capstan.Testing.Servers;

/// <summary>
/// A program that ends with the test program, however that ends: a shell beside it waits for the pipe from here to close and kills it.
/// </summary>
public sealed class GuardedProcess : IAsyncDisposable
{
    private const string Script = "\"$@\" </dev/null >output.log 2>&1 & echo $!; read -r _; kill -9 $! 2>/dev/null; wait";
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
    /// <param name="command">The program and its arguments. What it prints goes into the folder's <c>output.log</c>.</param>
    public static async Task<GuardedProcess> StartAsync(string folder, IEnumerable<string> command)
    {
        var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script, "guard", .. command])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
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

    /// <summary>Kills it, and returns when it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }
}
