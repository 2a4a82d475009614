using System.Diagnostics;
using Capstan.Testing.Runtimes;

namespace Capstan.Docker.Tests;

/// <summary>Debian's image registry on a loopback port, with its data in a folder of its own.</summary>
internal sealed class Registry : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("capstan-registry-").FullName;
    private Process? _process;

    public string Address { get; } = $"127.0.0.1:{LocalPorts.Free()}";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var settings = Path.Combine(_folder, "settings.yml");
        await File.WriteAllTextAsync(
            settings,
            $"version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: {_folder}/data}}}}\nhttp: {{addr: {Address}}}\n",
            cancellationToken);
        _process = Process.Start(new ProcessStartInfo("docker-registry", ["serve", settings])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        _process.BeginErrorReadLine();
        using var client = new HttpClient();
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri($"http://{Address}/v2/"), cancellationToken);
                return;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                await Task.Delay(20, cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }
}
