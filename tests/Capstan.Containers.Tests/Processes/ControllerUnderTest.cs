using System.Diagnostics;
using Capstan.Testing.Runtimes;

namespace Capstan.Containers.Tests.Processes;

/// <summary>A controller in a process of its own, to be killed.</summary>
internal sealed class ControllerUnderTest : IAsyncDisposable
{
    private readonly Process _process;

    private ControllerUnderTest(Process process) => _process = process;

    public int GuardPid { get; private set; }

    public List<int> Replicas { get; } = [];

    /// <summary>Starts replicas of a shell script and returns when that many run.</summary>
    public static async Task<ControllerUnderTest> StartAsync(string state, int count, int waitFor, string script)
    {
        var info = new ProcessStartInfo("dotnet", [ProcessHostProgram.Path, "host", state, $"{count}", "/bin/sh", "-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        var controller = new ControllerUnderTest(Process.Start(info)!);
        try
        {
            await controller.ReadAsync(waitFor);
            return controller;
        }
        catch
        {
            await controller.DisposeAsync();
            throw;
        }
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private async Task ReadAsync(int waitFor)
    {
        while (Replicas.Count < waitFor || GuardPid == 0)
        {
            var line = await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            var words = line?.Split(' ') ?? throw new InvalidOperationException("the controller ended");
            if (words is ["guard", var guard])
                GuardPid = int.Parse(guard);
            else if (words is ["replica", _, var pid])
                Replicas.Add(int.Parse(pid));
            else if (words[0] == "fault")
                throw new InvalidOperationException(line);
        }
    }
}
