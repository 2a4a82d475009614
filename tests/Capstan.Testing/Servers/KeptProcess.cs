using System.Diagnostics;
using System.Globalization;

namespace Capstan.Testing.Servers;

/// <summary>A server's process that never outlives this program, however this program ends: a shell beside it waits for the end of a pipe.</summary>
public sealed class KeptProcess : IAsyncDisposable
{
    private const string Keeper = "\"$@\" </dev/null >\"$CAPSTAN_OUTPUT\" 2>&1 & child=$!; echo $child; read -r line; kill -9 $child 2>/dev/null; wait $child";

    private readonly Process _shell;

    private KeptProcess(Process shell, int pid) => (_shell, Pid) = (shell, pid);

    /// <summary>Its process id. The command must replace itself by the server (`exec`) for this to be the server's.</summary>
    public int Pid { get; }

    /// <summary>Starts a command.</summary>
    /// <param name="output">File for what it prints.</param>
    /// <param name="environment">Variables besides those of this program.</param>
    /// <param name="command">The program and its arguments.</param>
    public static async Task<KeptProcess> StartAsync(string output, IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Keeper, "sh", .. command])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["CAPSTAN_OUTPUT"] = output;
        var shell = Process.Start(start)!;
        var pid = int.Parse((await shell.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        return new KeptProcess(shell, pid);
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded
    {
        get
        {
            try
            {
                using var process = Process.GetProcessById(Pid);
                return process.HasExited;
            }
            catch (ArgumentException)
            {
                return true;
            }
        }
    }

    /// <summary>Sends it a signal by name: KILL, STOP, CONT, TERM.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("/bin/kill", [$"-{signal}", Pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until it has ended, or ends it after that long.</summary>
    public async Task EndedAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        try
        {
            while (!HasEnded)
                await Task.Delay(20, limit.Token);
        }
        catch (OperationCanceledException)
        {
            await SignalAsync("KILL");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_shell.HasExited)
        {
            _shell.StandardInput.Close();
            await _shell.WaitForExitAsync();
        }

        _shell.Dispose();
    }
}
