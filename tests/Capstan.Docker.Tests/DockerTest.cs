using System.Text.Json.Nodes;
using Capstan.Containers;
using Capstan.Containers.Docker;
using Capstan.Core.Replicas;
using Capstan.Core.Stacks;
using Capstan.Testing.Runtimes;

namespace Capstan.Docker.Tests;

/// <summary>A stack of its own on a real engine for every test; skipped with the reason where there is none.</summary>
public abstract class DockerTest : IAsyncLifetime
{
    protected const int Deadline = 120_000;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected DockerStack Stack { get; } = DockerLab.NewStack();

    protected DockerRuntime Runtime => field ??= new DockerRuntime(DockerLab.Engine, Stack, TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        if (await DockerLab.LackAsync(Token) is { } lack)
            Assert.Skip(lack);
    }

    public async ValueTask DisposeAsync()
    {
        await DockerLab.CleanAsync(Stack);
        await CleanAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Removes what a test has made besides, once its containers are gone.</summary>
    protected virtual ValueTask CleanAsync() => ValueTask.CompletedTask;

    protected static ReplicaLaunch Launch(ReplicaTemplate? template = null, int slot = 0)
    {
        template ??= new ReplicaTemplate { Image = TestServerProgram.Image };
        return new ReplicaLaunch
        {
            Id = new ReplicaId("web", slot, 1),
            Template = template,
            SpecHash = SpecHash.Of(template),
            Port = LocalPorts.Free(),
            Publish = "127.0.0.1",
        };
    }

    protected async Task<RuntimeReplica> StartedAsync(ReplicaLaunch launch)
    {
        var outcome = await Runtime.StartAsync(launch, Token);
        Assert.True(outcome.Fault == StartFault.None, $"{outcome.Fault}: {outcome.Detail}");
        return outcome.Replica!;
    }

    /// <summary>What the `docker` command line says about a container.</summary>
    protected static async Task<JsonNode> InspectAsync(RuntimeReplica replica) =>
        JsonNode.Parse(await DockerCommand.RunAsync("inspect", replica.ContainerId!))![0]!;

    /// <summary>The next event.</summary>
    protected static async Task<RuntimeEvent> NextAsync(IAsyncEnumerator<RuntimeEvent> events)
    {
        Assert.True(await events.MoveNextAsync());
        return events.Current;
    }

    /// <summary>Asks the test server, again until it answers.</summary>
    protected static async Task<HttpResponseMessage> AskAsync(RuntimeReplica replica, string path)
    {
        using var client = new HttpClient();
        while (true)
        {
            try
            {
                return await client.GetAsync(new Uri($"http://127.0.0.1:{replica.Port}{path}"), Token);
            }
            catch (HttpRequestException)
            {
                // A published port accepts before the program listens, and then resets.
                await Task.Delay(20, Token);
            }
        }
    }
}
