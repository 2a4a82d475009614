using System.Diagnostics;

namespace Capstan.Testing.Runtimes;

/// <summary>The `docker` command line: a second opinion on what the engine holds.</summary>
public static class DockerCommand
{
    /// <summary>Runs it and returns what it printed.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var process = Process.Start(new ProcessStartInfo("docker", arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode == 0
            ? (await output).Trim()
            : throw new InvalidOperationException($"docker {string.Join(' ', arguments)}: {await error}");
    }
}
