using Capstan.Containers;
using Capstan.Containers.Docker;
using Capstan.Core.Stacks;
using Capstan.Testing.Runtimes;

namespace Capstan.Contracts.Runtimes;

/// <summary>The Docker runtime under test, on a real engine.</summary>
internal sealed class DockerRuntimeFixture : RealReplicaFixture
{
    private readonly DockerStack _stack = DockerLab.NewStack();
    private DockerRuntime _runtime;

    public DockerRuntimeFixture() => _runtime = new DockerRuntime(DockerLab.Engine, _stack, TimeProvider.System);

    public override IContainerRuntime Runtime => _runtime;

    public override IReplicaLogs Logs => new DockerReplicaLogs(DockerLab.Engine, _stack, TimeProvider.System);

    public override bool ReplicasOutliveController => true;

    public override ReplicaTemplate Template(bool ignoresTermination = false) => new()
    {
        Image = TestServerProgram.Image,
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["TEST_IGNORE_TERM"] = ignoresTermination ? "1" : "0" },
    };

    public override ReplicaTemplate MissingTemplate() => new() { Image = "capstan-no-such-image:1" };

    public override async Task ReopenAsync()
    {
        await _runtime.DisposeAsync();
        _runtime = new DockerRuntime(DockerLab.Engine, _stack, TimeProvider.System);
    }

    public override async ValueTask DisposeAsync()
    {
        await DockerLab.CleanAsync(_stack);
        await base.DisposeAsync();
    }
}
