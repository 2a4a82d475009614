using System.Globalization;
using Capstan.Containers;
using Capstan.Containers.Docker;
using Capstan.Core.Replicas;
using Capstan.Core.Stacks;
using Capstan.Testing.Runtimes;

namespace Capstan.Docker.Tests;

/// <summary>Containers of Capstan's own programs: no port, a volume of their slot, secrets as files.</summary>
public sealed class SlotDataTests : DockerTest
{
    private const string User = "65534:65534";
    private static readonly string[] Idle = ["sleep", "600"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("capstan-slot-");
    private readonly string _secret = Guid.NewGuid().ToString("N");

    private SlotVolumes Volumes => new(DockerLab.Engine, Stack);

    protected override ValueTask CleanAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_WithData_GrantsTheLeastAndPublishesNothing()
    {
        var replica = await StartedAsync(Worker());
        var container = await InspectAsync(replica);
        var (config, host) = (container["Config"]!, container["HostConfig"]!);

        Assert.Equal(0, replica.Port);
        Assert.Equal(User, (string?)config["User"]);
        Assert.True((bool)host["ReadonlyRootfs"]!);
        Assert.Equal(["ALL"], host["CapDrop"]!.AsArray().Select(each => (string?)each));
        Assert.Equal(["no-new-privileges"], host["SecurityOpt"]!.AsArray().Select(each => (string?)each));
        Assert.Equal(512L << 20, (long)host["Memory"]!);
        Assert.Equal(128, (int)host["PidsLimit"]!);
        Assert.True((bool)host["Init"]!);
        Assert.Empty(host["PortBindings"]!.AsObject());
        Assert.Empty(container["NetworkSettings"]!["Ports"]!.AsObject());
        Assert.Equal("capstan-" + Stack.Short, (string?)host["NetworkMode"]);
        // A worker finds itself among the others by this.
        Assert.Equal(replica.ContainerId![..12], (string?)config["Hostname"]);
        var mounts = container["Mounts"]!.AsArray().OrderBy(mount => (string?)mount!["Destination"], StringComparer.Ordinal).ToList();
        Assert.Equal(["/data", _folder.FullName], mounts.Select(mount => (string?)mount!["Destination"]));
        Assert.Equal($"capstan-{Stack.Short}.main-0", (string?)mounts[0]!["Name"]);
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_WithSecret_KeepsItToTheFileOfItsUser()
    {
        var replica = await StartedAsync(Worker());

        Assert.Equal(_secret, await DockerCommand.RunAsync("exec", replica.ContainerId!, "cat", "/data/engine.json"));
        Assert.Equal("600 65534 65534", await DockerCommand.RunAsync("exec", replica.ContainerId!, "stat", "-c", "%a %u %g", "/data/engine.json"));
        Assert.Equal("700 65534 65534", await DockerCommand.RunAsync("exec", replica.ContainerId!, "stat", "-c", "%a %u %g", "/data/worker"));
        Assert.DoesNotContain(_secret, await DockerCommand.RunAsync("inspect", replica.ContainerId!), StringComparison.Ordinal);
        Assert.DoesNotContain(_secret, await DockerCommand.RunAsync("logs", replica.ContainerId!), StringComparison.Ordinal);
        Assert.DoesNotContain(_secret, await DockerCommand.RunAsync("volume", "inspect", $"capstan-{Stack.Short}.main-0"), StringComparison.Ordinal);
        foreach (var file in new[] { "environ", "cmdline" })
            Assert.DoesNotContain(_secret, await File.ReadAllTextAsync($"/proc/{replica.Pid.ToString(CultureInfo.InvariantCulture)}/{file}", Token), StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline)]
    public async Task Volume_OfASlot_IsItsSuccessorsAndGoesOnceItIsRemoved()
    {
        var first = Worker();
        var replica = await StartedAsync(first);
        await DockerCommand.RunAsync("exec", replica.ContainerId!, "sh", "-c", "echo kept > /data/worker/copy");
        await Assert.ThrowsAsync<RuntimeUnavailableException>(() => Volumes.RemoveAsync("main", 0, Token));
        await Runtime.StopAsync(first.Id, TimeSpan.Zero, Token);

        // A secret that changed meanwhile is there at the next start.
        await File.WriteAllTextAsync(SecretPath, "another", Token);
        var next = Worker(generation: 2, secret: "another");
        var successor = await StartedAsync(next);
        Assert.Equal("kept", await DockerCommand.RunAsync("exec", successor.ContainerId!, "cat", "/data/worker/copy"));
        Assert.Equal("another", await DockerCommand.RunAsync("exec", successor.ContainerId!, "cat", "/data/engine.json"));
        await StartedAsync(Worker(slot: 3));
        Assert.Equal([0, 3], await Volumes.ListAsync("main", Token));
        Assert.Empty(await Volumes.ListAsync("other", Token));

        await Runtime.StopAsync(next.Id, TimeSpan.Zero, Token);
        await Volumes.RemoveAsync("main", 0, Token);
        await Volumes.RemoveAsync("main", 0, Token);
        Assert.Equal([3], await Volumes.ListAsync("main", Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task Shared_Folder_IsTheSameUnderTheSamePath()
    {
        var replica = await StartedAsync(Worker());
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "snapshot"), "whole", Token);
        _folder.UnixFileMode |= UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

        Assert.Equal("whole", await DockerCommand.RunAsync("exec", replica.ContainerId!, "cat", _folder.FullName + "/snapshot"));
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_SecretThatIsGone_LeavesNoContainer()
    {
        var launch = Worker();
        File.Delete(SecretPath);
        var outcome = await Runtime.StartAsync(launch, Token);

        Assert.Equal(StartFault.Transient, outcome.Fault);
        Assert.Contains("engine.json", outcome.Detail, StringComparison.Ordinal);
        Assert.Empty(await Runtime.ListAsync(Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_BesideCapstansContainer_IsOnItsInnerNetworksAlone()
    {
        var (inner, outer) = ($"lab-inner-{Stack.Short}", $"lab-outer-{Stack.Short}");
        var label = $"capstan.stack-id={Stack.Id}";
        await DockerCommand.RunAsync("network", "create", "--internal", "--label", label, inner);
        await DockerCommand.RunAsync("network", "create", "--label", label, outer);
        var capstan = await DockerCommand.RunAsync(
            "run", "-d", "--network", inner, "-v", $"{_folder.FullName}:/var/lib/capstan", TestServerProgram.Image, Idle[0], Idle[1]);
        try
        {
            await DockerCommand.RunAsync("network", "connect", outer, capstan);
            var own = (await OwnContainer.FindAsync(DockerLab.Engine, capstan, Token))!;
            Assert.Equal((TestServerProgram.Image, false), (own.Image, own.IsOnHostNetwork));
            Assert.Equal(await DockerCommand.RunAsync("image", "inspect", "--format", "{{.Id}}", TestServerProgram.Image), own.ImageId);
            Assert.Equal([inner], own.Networks);
            Assert.Equal(Path.Combine(_folder.FullName, "state"), own.HostPathOf("/var/lib/capstan/state"));

            await using var runtime = new DockerRuntime(DockerLab.Engine, Stack, TimeProvider.System, own);
            // A folder of this machine is not Capstan's container's, whose paths are meant.
            var hidden = await runtime.StartAsync(Worker(), Token);
            Assert.Contains("in Capstan's own container alone", hidden.Detail, StringComparison.Ordinal);
            var launch = Worker();
            var outcome = await runtime.StartAsync(launch with { Data = launch.Data! with { Shared = [] } }, Token);
            Assert.True(outcome.Fault == StartFault.None, outcome.Detail);
            Assert.Equal([inner], (await InspectAsync(outcome.Replica!))["NetworkSettings"]!["Networks"]!.AsObject().Select(pair => pair.Key));
        }
        finally
        {
            await Runtime.StopAsync(Worker().Id, TimeSpan.Zero, CancellationToken.None);
            await DockerCommand.RunAsync("rm", "-f", "-v", capstan);
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Find_ContainerOfAnotherEngine_IsNone() => Assert.Null(await OwnContainer.FindAsync(DockerLab.Engine, new string('0', 64), Token));

    private string SecretPath => Path.Combine(_folder.FullName, "engine.json");

    private ReplicaLaunch Worker(int slot = 0, int generation = 1, string? secret = null)
    {
        File.WriteAllText(SecretPath, secret ?? _secret);
        var template = new ReplicaTemplate { Image = TestServerProgram.Image, Command = Idle, User = User };
        return new ReplicaLaunch
        {
            Id = new ReplicaId("main", slot, generation),
            Template = template,
            SpecHash = SpecHash.Of(template),
            Port = 0,
            Publish = "127.0.0.1",
            Data = new ReplicaData { Target = "/data", Folder = "worker", Files = [new SecretFile(SecretPath, "engine.json")], Shared = [_folder.FullName] },
        };
    }
}
