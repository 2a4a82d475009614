using System.Diagnostics;
using Capstan.Containers.Processes;
using Capstan.Core.Replicas;
using Capstan.Core.Stacks;
using Capstan.Testing.Runtimes;

namespace Capstan.Containers.Tests.Processes;

/// <summary>A process runtime in this process, with a state folder of its own.</summary>
internal sealed class RuntimeUnderTest : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RuntimeUnderTest() => Runtime = new ProcessRuntime(OptionsFor(_folder.Path), TimeProvider.System);

    public string State => _folder.Path;

    public ProcessRuntime Runtime { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static ProcessRuntimeOptions OptionsFor(string state) =>
        new() { StateFolder = state, GuardCommand = ProcessHostProgram.GuardCommand };

    public static async Task<RuntimeUnderTest> OpenAsync()
    {
        var opened = new RuntimeUnderTest();
        await opened.Runtime.InitializeAsync(Token);
        return opened;
    }

    public ReplicaLaunch Launch(int slot, params string[] command)
    {
        var template = new ReplicaTemplate { Command = command, WorkingFolder = State };
        return new ReplicaLaunch
        {
            Id = new ReplicaId("web", slot, 1),
            Template = template,
            SpecHash = SpecHash.Of(template),
            Port = LocalPorts.Free(),
            Publish = "127.0.0.1",
        };
    }

    public async Task<RuntimeReplica> StartShellAsync(int slot, string script)
    {
        var outcome = await Runtime.StartAsync(Launch(slot, "/bin/sh", "-c", script), Token);
        Assert.True(outcome.Fault == StartFault.None, outcome.Detail);
        return outcome.Replica!;
    }

    /// <summary>Runs a script to its end and gives its exit code.</summary>
    public async Task<int?> ExitOfAsync(int slot, string script)
    {
        await using var events = Runtime.WatchAsync(Token).GetAsyncEnumerator(Token);
        var replica = await StartShellAsync(slot, script);
        return await ExitAsync(events, replica.Id);
    }

    public static async Task<int?> ExitAsync(IAsyncEnumerator<RuntimeEvent> events, ReplicaId id)
    {
        while (await events.MoveNextAsync())
        {
            if (events.Current.Kind == RuntimeEventKind.Exited && events.Current.Replica == id)
                return events.Current.ExitCode;
        }
        throw new InvalidOperationException("the events ended");
    }

    /// <summary>The first line that the replica writes.</summary>
    public async Task<string> FirstLineAsync(ReplicaId id)
    {
        await foreach (var line in new ProcessLogs(State, TimeProvider.System).ReadAsync(new LogQuery(Follow: true), Token))
        {
            if (line.Replica == id)
                return line.Text;
        }
        throw new InvalidOperationException("the lines ended");
    }

    public async Task<List<string>> LinesAsync()
    {
        var lines = new List<string>();
        await foreach (var line in new ProcessLogs(State, TimeProvider.System).ReadAsync(new LogQuery(), Token))
            lines.Add(line.Text);
        return lines;
    }

    /// <summary>Returns when the process is gone, or only waits for its parent.</summary>
    public static async Task GoneAsync(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            await process.WaitForExitAsync(Token).WaitAsync(TimeSpan.FromSeconds(15), Token);
        }
        catch (ArgumentException)
        {
            // It was gone before.
        }
    }

    public static bool IsAlive(int pid) => Capstan.Containers.Processes.Native.ProcStat.Of(pid) is { HasEnded: false };

    public async ValueTask DisposeAsync()
    {
        await Runtime.DisposeAsync();
        _folder.Dispose();
    }
}
