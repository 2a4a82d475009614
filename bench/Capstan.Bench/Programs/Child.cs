using System.Diagnostics;

namespace Capstan.Bench.Programs;

/// <summary>A program that the bench started; it ends with this object at the latest.</summary>
internal sealed class Child : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly int _ending;
    private readonly Queue<string> _last = [];

    private Child(Process process, int ending) => (_process, _ending) = (process, ending);

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Its exit code, once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>The last lines it wrote, for messages.</summary>
    public string LastWords
    {
        get
        {
            lock (_last)
                return string.Join(" | ", _last);
        }
    }

    /// <summary>Starts a program, pinned to cores (<c>0</c>, <c>0,1</c>) when some are named. <c>taskset</c> becomes the program, so the process id is its own.</summary>
    public static Child Start(string? cores, IReadOnlyDictionary<string, string> environment, string program, params IEnumerable<string> arguments) =>
        Start(cores, environment, Signals.Terminate, program, arguments);

    /// <summary>Starts a program that another signal than SIGTERM asks to end.</summary>
    public static Child Start(string? cores, IReadOnlyDictionary<string, string> environment, int ending, string program, IEnumerable<string> arguments)
    {
        var start = cores is not null
            ? new ProcessStartInfo("taskset", ["-c", cores, program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        start.UseShellExecute = false;
        start.WorkingDirectory = Repository.Root;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = new Process { StartInfo = start };
        var child = new Child(process, ending);
        process.OutputDataReceived += (_, line) => child.Keep(line.Data);
        process.ErrorDataReceived += (_, line) => child.Keep(line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Asks it to end with its signal and waits; what does not end in time is killed.</summary>
    public async Task StopAsync()
    {
        if (_process.HasExited)
            return;
        Signals.Send(Pid, _ending);
        try
        {
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Grace, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_last)
        {
            _last.Enqueue(line);
            if (_last.Count > 8)
                _last.Dequeue();
        }
    }
}
