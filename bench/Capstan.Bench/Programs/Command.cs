using System.ComponentModel;
using System.Diagnostics;

namespace Capstan.Bench.Programs;

/// <summary>Short programs whose output is the result.</summary>
internal static class Command
{
    /// <summary>Runs a program to its end; its standard output followed by its standard error.</summary>
    /// <exception cref="BenchException">It is not installed, failed, or did not end within a minute.</exception>
    public static async Task<string> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken ending)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Repository.Root,
            },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception fault)
        {
            throw new BenchException($"{program} cannot be started: {fault.Message}. Install it.");
        }

        var output = process.StandardOutput.ReadToEndAsync(ending);
        var error = process.StandardError.ReadToEndAsync(ending);
        try
        {
            await process.WaitForExitAsync(ending).WaitAsync(TimeSpan.FromMinutes(1), ending);
        }
        catch (Exception fault) when (fault is TimeoutException or OperationCanceledException)
        {
            process.Kill();
            ending.ThrowIfCancellationRequested();
            throw new BenchException($"{program} {string.Join(' ', arguments)} did not end within a minute.");
        }

        var text = await output + await error;
        return process.ExitCode == 0 ? text : throw new BenchException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {text.Trim()}");
    }
}
