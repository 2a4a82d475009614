using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Capstan.Containers;
using Capstan.Core.Stacks;
using Capstan.Testing.Runtimes;

namespace Capstan.Docker.Tests;

public sealed class HardeningTests : DockerTest
{
    [Fact(Timeout = Deadline)]
    public async Task Start_DefaultTemplate_GrantsTheLeast()
    {
        var container = await InspectAsync(await StartedAsync(Launch()));
        var (config, host) = (container["Config"]!, container["HostConfig"]!);
        Assert.Equal("65534", (string?)config["User"]);
        Assert.True((bool)host["ReadonlyRootfs"]!);
        Assert.Equal(["ALL"], Texts(host["CapDrop"]));
        Assert.Null(host["CapAdd"]);
        Assert.Equal(["no-new-privileges"], Texts(host["SecurityOpt"]));
        Assert.Equal(128, (int)host["PidsLimit"]!);
        Assert.Equal(512L << 20, (long)host["Memory"]!);
        Assert.Equal("rw,noexec,nosuid,nodev,size=64m", (string?)host["Tmpfs"]!["/tmp"]);
        Assert.True((bool)host["Init"]!);
        Assert.False((bool)host["Privileged"]!);
        Assert.Equal("no", (string?)host["RestartPolicy"]!["Name"]);
        Assert.Equal("private", (string?)host["IpcMode"]);
        Assert.Equal("", (string?)host["PidMode"]);
        Assert.Equal("capstan-" + Stack.Short, (string?)host["NetworkMode"]);
        Assert.Equal("json-file", (string?)host["LogConfig"]!["Type"]);
        Assert.Equal("10m", (string?)host["LogConfig"]!["Config"]!["max-size"]);
        Assert.Equal("3", (string?)host["LogConfig"]!["Config"]!["max-file"]);
        Assert.Null(host["Binds"]);
        Assert.Null(host["Devices"] as JsonArray is { Count: > 0 } devices ? devices : null);
        Assert.Empty(container["Mounts"]!.AsArray());
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_Container_CarriesLabelsAndNoStackName()
    {
        var launch = Launch(slot: 3);
        var replica = await StartedAsync(launch);
        var container = await InspectAsync(replica);
        var labels = container["Config"]!["Labels"]!;
        Assert.Equal("1", (string?)labels["capstan.managed"]);
        Assert.Equal(Stack.Name, (string?)labels["capstan.stack"]);
        Assert.Equal(Stack.Id, (string?)labels["capstan.stack-id"]);
        Assert.Equal("web", (string?)labels["capstan.service"]);
        Assert.Equal("3", (string?)labels["capstan.slot"]);
        Assert.Equal("1", (string?)labels["capstan.generation"]);
        Assert.Equal(launch.SpecHash, (string?)labels["capstan.spec-hash"]);
        Assert.Equal(launch.Port.ToString(CultureInfo.InvariantCulture), (string?)labels["capstan.port"]);
        Assert.Equal($"/web-3-1-{Stack.Short}", (string?)container["Name"]);
        Assert.Equal(TestServerProgram.Image, await DockerCommand.RunAsync("ps", "--filter", $"id={replica.ContainerId}", "--format", "{{.Image}}"));
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_Program_IsNobodyOnPort80AndWritesOnlyToTmp()
    {
        var replica = await StartedAsync(Launch());
        Assert.Equal("80", await (await AskAsync(replica, "/env?name=PORT")).Content.ReadAsStringAsync(Token));
        Assert.Equal("0", await (await AskAsync(replica, "/env?name=CAPSTAN_SLOT")).Content.ReadAsStringAsync(Token));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(replica, "/write?path=/tmp/file")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(replica, "/write?path=/app/file")).StatusCode);
        Assert.Equal("65534", await DockerCommand.RunAsync("exec", replica.ContainerId!, "id", "-u"));
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_WithVolume_KeepsItsDataWhenTheContainerGoes()
    {
        var template = new ReplicaTemplate { Image = TestServerProgram.Image, Volumes = [new VolumeSpec("data", "/data", false, false)] };
        var first = Launch(template);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(await StartedAsync(first), "/write?path=/data/file")).StatusCode);
        await Runtime.StopAsync(first.Id, TimeSpan.Zero, Token);
        var second = await StartedAsync(first with { Id = first.Id with { Generation = 2 } });
        Assert.Equal("written", await DockerCommand.RunAsync("exec", second.ContainerId!, "cat", "/data/file"));
        Assert.Equal($"capstan-{Stack.Short}_data", (string?)(await InspectAsync(second))["Mounts"]![0]!["Name"]);
    }

    [Theory(Timeout = Deadline)]
    [InlineData("/etc", "not below")]
    [InlineData("/no/such/folder", "create it")]
    public async Task Start_FolderOutsideOfTheStack_IsRefused(string folder, string why)
    {
        var template = new ReplicaTemplate { Image = TestServerProgram.Image, Volumes = [new VolumeSpec(folder, "/data", true, true)] };
        var outcome = await Runtime.StartAsync(Launch(template), Token);
        Assert.Equal(StartFault.Refused, outcome.Fault);
        Assert.Contains(why, outcome.Detail, StringComparison.Ordinal);
        Assert.Empty(await Runtime.ListAsync(Token));
    }

    private static IEnumerable<string?> Texts(JsonNode? array) => array!.AsArray().Select(each => (string?)each);
}
