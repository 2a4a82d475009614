using Capstan.Containers;
using Capstan.Containers.Processes;
using Capstan.Core.Stacks;
using Capstan.Testing.Runtimes;

namespace Capstan.Contracts.Runtimes;

/// <summary>The process runtime under test, with a guard and a state folder of its own.</summary>
internal sealed class ProcessRuntimeFixture : RealReplicaFixture
{
    private readonly string _state = Directory.CreateTempSubdirectory("capstan-").FullName;
    private ProcessRuntime _runtime;

    private ProcessRuntimeFixture() => _runtime = NewRuntime();

    public override IContainerRuntime Runtime => _runtime;

    public override IReplicaLogs Logs => new ProcessLogs(_state, TimeProvider.System);

    public override bool ReplicasOutliveController => false;

    public static async Task<ProcessRuntimeFixture> OpenAsync()
    {
        var fixture = new ProcessRuntimeFixture();
        await fixture._runtime.InitializeAsync(TestContext.Current.CancellationToken);
        return fixture;
    }

    public override ReplicaTemplate Template(bool ignoresTermination = false) => new()
    {
        Command = TestServerProgram.Command,
        WorkingFolder = _state,
        Environment = new Dictionary<string, string> { ["TEST_IGNORE_TERM"] = ignoresTermination ? "1" : "0" },
    };

    public override ReplicaTemplate MissingTemplate() => new() { Command = ["bin/not-there"], WorkingFolder = _state };

    public override async Task ReopenAsync()
    {
        await _runtime.DisposeAsync();
        _runtime = NewRuntime();
        await _runtime.InitializeAsync(TestContext.Current.CancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        await _runtime.DisposeAsync();
        Directory.Delete(_state, recursive: true);
        await base.DisposeAsync();
    }

    private ProcessRuntime NewRuntime() => new(
        new ProcessRuntimeOptions { StateFolder = _state, GuardCommand = ProcessHostProgram.GuardCommand }, TimeProvider.System);
}
