using System.Net.Sockets;
using System.Text;
using Capstan.Containers;
using Capstan.Containers.Docker;
using Capstan.Control.Databases;

namespace Capstan.Tests.Control;

/// <summary>An engine whose answers are fixed is enough to see what workers are given.</summary>
public sealed class WorkerVolumesTests
{
    private static readonly WorkerVolumesOptions Options = new()
    {
        Database = "main",
        Image = "capstan:7",
        Command = ["worker"],
        User = "65534:65534",
        Settings = "f00d",
        Snapshots = "/state/snapshots",
    };

    private static readonly Dictionary<string, string> Engine = new() { ["CAPSTAN_DATABASE_ENGINE"] = "/state/secret.json", ["CAPSTAN_DATABASE_SLOT"] = "3" };

    [Fact]
    public async Task Template_OfASlot_NamesPathsInTheContainerAlone()
    {
        var places = await OpenAsync();
        var template = places.TemplateOf(3, Engine);

        Assert.Equal(("capstan:7", "65534:65534", true), (template.Image, template.User, template.ReadOnly));
        Assert.Equal(["worker"], template.Command);
        Assert.Equal(
            [
                ("CAPSTAN_DATABASE_ENGINE", "/data/engine.json"), ("CAPSTAN_DATABASE_PID", "told"), ("CAPSTAN_DATABASE_SETTINGS", "f00d"),
                ("CAPSTAN_DATABASE_SLOT", "3"),
                ("CAPSTAN_WORKER_FOLDER", "/data/worker"), ("DOTNET_TieredPGO", "0"), ("SQLITE_TMPDIR", "/data/worker/temporary"),
            ],
            template.Environment.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(places.Common, template with { Environment = places.Common.Environment });
    }

    [Fact]
    public async Task Data_OfASlot_BringsTheSecretAsAFileAndSharesTheSnapshots()
    {
        var data = (await OpenAsync()).DataOf(Engine)!;

        Assert.Equal(("/data", "worker"), (data.Target, data.Folder));
        Assert.Equal([new SecretFile("/state/secret.json", "engine.json")], data.Files);
        Assert.Equal(["/state/snapshots"], data.Shared);
    }

    [Fact]
    public async Task Open_EngineWithVolumes_KnowsTheirSlots() => Assert.Equal([0, 4], (await OpenAsync(
        """{"Volumes":[{"Name":"b","Labels":{"capstan.slot":"4"}},{"Name":"a","Labels":{"capstan.slot":"0"}},{"Name":"c","Labels":null}]}""")).Present());

    private static async Task<WorkerVolumes> OpenAsync(string volumes = """{"Volumes":null}""")
    {
        var path = Path.Combine(Path.GetTempPath(), $"capstan-{Guid.NewGuid():N}.sock");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        var serving = ServeAsync(listener, """{"ApiVersion":"1.41","MinAPIVersion":"1.12"}""", volumes);
        try
        {
            using var engine = new DockerEngine(path, TimeProvider.System);
            var places = await WorkerVolumes.OpenAsync(
                new SlotVolumes(engine, new DockerStack("shop", "id", "/")), Options, TestContext.Current.CancellationToken);
            await serving;
            return places;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task ServeAsync(Socket listener, params string[] bodies)
    {
        foreach (var body in bodies)
        {
            using var connection = await listener.AcceptAsync(TestContext.Current.CancellationToken);
            await connection.ReceiveAsync(new byte[8192], TestContext.Current.CancellationToken);
            await connection.SendAsync(
                Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"), TestContext.Current.CancellationToken);
        }
    }
}
