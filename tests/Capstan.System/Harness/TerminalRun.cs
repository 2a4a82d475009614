using System.Diagnostics;
using System.Text;

namespace Capstan.SystemTests.Harness;

/// <summary>A program at a terminal of its own (a pty that script(1) makes), with somebody who types and looks.</summary>
internal sealed class TerminalRun : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ListenLimit = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly StringBuilder _shown = new();
    private int _seen;

    private TerminalRun(Process process) => _process = process;

    /// <summary>All that was written to the terminal, escape sequences included.</summary>
    public string Shown
    {
        get
        {
            lock (_shown)
                return _shown.ToString();
        }
    }

    /// <summary>Starts a line of sh.</summary>
    public static TerminalRun Start(string folder, IReadOnlyDictionary<string, string> environment, string line, int columns = 80, int rows = 24)
    {
        var start = new ProcessStartInfo("script", ["-qfe", "-c", $"stty cols {columns} rows {rows}; {line}", "/dev/null"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["TERM"] = "xterm";
        start.Environment["SHELL"] = "/bin/sh";
        var run = new TerminalRun(Process.Start(start)!);
        _ = run.KeepAsync();
        return run;
    }

    /// <summary>Types.</summary>
    public async Task TypeAsync(string keys)
    {
        await _process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(keys), TestContext.Current.CancellationToken);
        await _process.StandardInput.BaseStream.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until a text is shown that was not seen before.</summary>
    public async Task SeeAsync(string text, TimeSpan? limit = null)
    {
        await Until.TrueAsync($"'{text}' on the terminal", limit ?? Limit, () => Shown.IndexOf(text, _seen, StringComparison.Ordinal) >= 0, () => Shown[_seen..]);
        _seen = Shown.IndexOf(text, _seen, StringComparison.Ordinal) + text.Length;
    }

    /// <summary>
    /// Types until a text is shown: for keys that are lost on what does not listen yet. Not too often: a terminal that makes a signal of a key
    /// drops what it has yet to show, the text that is waited for included.
    /// </summary>
    public async Task TypeUntilAsync(string keys, string text)
    {
        var (from, begin) = (_seen, TimeProvider.System.GetTimestamp());
        while (true)
        {
            await TypeAsync(keys);
            try
            {
                await Until.TrueAsync($"'{text}' on the terminal", ListenLimit, () => Shown.IndexOf(text, from, StringComparison.Ordinal) >= 0, () => Shown[from..]);
                return;
            }
            catch (TimeoutException) when (TimeProvider.System.GetElapsedTime(begin) < Limit)
            {
                // Nobody listened.
            }
        }
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task KeepAsync()
    {
        var decoder = Encoding.UTF8.GetDecoder();
        var (bytes, text) = (new byte[4096], new char[4096]);
        while (await _process.StandardOutput.BaseStream.ReadAsync(bytes) is var count and > 0)
        {
            var length = decoder.GetChars(bytes, 0, count, text, 0);
            lock (_shown)
                _shown.Append(text, 0, length);
        }
    }
}
