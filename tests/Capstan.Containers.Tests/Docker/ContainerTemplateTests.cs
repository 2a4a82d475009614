using System.Text.Json.Nodes;
using Capstan.Containers.Docker;
using Capstan.Containers.Docker.Wire;
using Capstan.Core.Replicas;
using Capstan.Core.Stacks;

namespace Capstan.Containers.Tests.Docker;

public sealed class ContainerTemplateTests
{
    private static readonly DockerStack Stack = new("shop", "id", "/");

    [Fact]
    public void Body_OfAWorker_HasNoPortAndItsOwnVolume()
    {
        var body = BodyOf(Worker(), null);
        var host = body["HostConfig"]!;

        Assert.Empty(body["ExposedPorts"]!.AsObject());
        Assert.Empty(host["PortBindings"]!.AsObject());
        Assert.Equal(["CAPSTAN_SERVICE=main", "CAPSTAN_SLOT=2", "TOLD=1"], body["Env"]!.AsArray().Select(each => (string?)each));
        Assert.Equal($"capstan-{Stack.Short}", (string?)host["NetworkMode"]);
        var (volume, shared) = (host["Mounts"]![0]!, host["Mounts"]![1]!);
        Assert.Equal(("volume", $"capstan-{Stack.Short}.main-2", "/data"), ((string?)volume["Type"], (string?)volume["Source"], (string?)volume["Target"]));
        Assert.Equal("2", (string?)volume["VolumeOptions"]!["Labels"]![DockerLabels.Slot]);
        Assert.Equal("main", (string?)volume["VolumeOptions"]!["Labels"]![DockerLabels.Service]);
        Assert.Equal(("bind", "/state/shared", "/state/shared"), ((string?)shared["Type"], (string?)shared["Source"], (string?)shared["Target"]));
        Assert.Equal("0", (string?)body["Labels"]![DockerLabels.Port]);
    }

    [Fact]
    public void Body_OfAWorkerBesideCapstansContainer_IsOnItsNetworkAndSharesTheHostsFolder()
    {
        var host = BodyOf(Worker(), Own("inner", "other"))["HostConfig"]!;

        Assert.Equal("inner", (string?)host["NetworkMode"]);
        Assert.Equal(("/srv/state/shared", "/state/shared"), ((string?)host["Mounts"]![1]!["Source"], (string?)host["Mounts"]![1]!["Target"]));
    }

    [Fact]
    public void Body_OfAServiceBesideCapstansContainer_StaysOnTheStacksNetwork()
    {
        var host = BodyOf(Worker() with { Data = null, Port = 8000 }, Own("inner"))["HostConfig"]!;

        Assert.Equal($"capstan-{Stack.Short}", (string?)host["NetworkMode"]);
        Assert.Equal("8000", (string?)host["PortBindings"]!["80/tcp"]![0]!["HostPort"]);
        Assert.Empty(host["Mounts"]!.AsArray());
    }

    [Fact]
    public void Fault_FolderOfCapstansContainerAlone_SaysToMountOne()
    {
        var folder = Directory.CreateTempSubdirectory("capstan-template-");
        try
        {
            var launch = Worker() with { Data = new ReplicaData { Target = "/data", Folder = "own", Shared = [folder.FullName] } };

            Assert.Null(new Surroundings(Stack, null).Fault(launch));
            Assert.Contains("in Capstan's own container alone", new Surroundings(Stack, Own("inner")).Fault(launch), StringComparison.Ordinal);
            folder.Delete();
            Assert.Contains("there is no folder", new Surroundings(Stack, null).Fault(launch), StringComparison.Ordinal);
        }
        finally
        {
            if (folder.Exists)
                folder.Delete();
        }
    }

    private static OwnContainer Own(params string[] networks) => new("capstan", "sha256:1", [new MountPoint("/srv/state", "/state")], networks, isOnHostNetwork: false);

    private static JsonNode BodyOf(ReplicaLaunch launch, OwnContainer? own) =>
        JsonNode.Parse(ContainerTemplate.BodyOf(Stack, launch, new Surroundings(Stack, own)))!;

    private static ReplicaLaunch Worker() => new()
    {
        Id = new ReplicaId("main", 2, 1),
        Template = new ReplicaTemplate { Image = "capstan", Command = ["worker"], Environment = new Dictionary<string, string> { ["TOLD"] = "1" } },
        SpecHash = "hash",
        Port = 0,
        Publish = "127.0.0.1",
        Data = new ReplicaData { Target = "/data", Folder = "own", Shared = ["/state/shared"] },
    };
}
