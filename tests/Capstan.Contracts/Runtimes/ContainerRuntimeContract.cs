using System.Diagnostics;
using Capstan.Containers;
using Capstan.Core.Replicas;
using Capstan.Core.Stacks;

namespace Capstan.Contracts.Runtimes;

/// <summary>
/// What every runtime promises. Derive one class per runtime and give it a fixture; the parts on watching, logs and a new
/// controller are in the other files of this class.
/// </summary>
public abstract partial class ContainerRuntimeContract : IAsyncLifetime
{
    private const int Deadline = 60_000;
    private IRuntimeFixture? _fixture;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IRuntimeFixture Fixture => _fixture!;

    private IContainerRuntime Runtime => Fixture.Runtime;

    /// <summary>A fixture with empty state; call <see cref="Assert.Skip"/> where this runtime cannot run, with the reason.</summary>
    protected abstract Task<IRuntimeFixture> OpenAsync();

    public async ValueTask InitializeAsync() => _fixture = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        if (_fixture is not null)
            await _fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_NewReplica_RunsOnItsPort()
    {
        var launch = Launch("web", 0);
        var replica = await StartedAsync(launch);
        await Fixture.AnsweringAsync(replica, Token);
        Assert.Equal((launch.Id, launch.SpecHash, launch.Port), (replica.Id, replica.SpecHash, replica.Port));
        Assert.True(replica.IsRunning);
        Assert.True(replica.Pid > 0);
        Assert.Null(replica.ExitCode);
        Assert.Equal(replica, Assert.Single(await Runtime.ListAsync(Token)));
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_RunningReplica_ReturnsItAsItIs()
    {
        var launch = Launch("web", 0);
        var first = await StartedAsync(launch);
        Assert.Equal(first, await StartedAsync(launch));
        Assert.Single(await Runtime.ListAsync(Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_SeveralAtOnce_AllRun()
    {
        ReplicaLaunch[] launches = [Launch("web", 0), Launch("web", 1), Launch("api", 0)];
        var started = await Task.WhenAll(launches.Select(StartedAsync));
        foreach (var replica in started)
            await Fixture.AnsweringAsync(replica, Token);
        var listed = await Runtime.ListAsync(Token);
        Assert.Equal(launches.Select(launch => launch.Id).Order(), listed.Select(replica => replica.Id).Order());
        Assert.Equal(3, listed.Select(replica => replica.Pid).Distinct().Count());
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_PortTaken_SaysSoAndLeavesNothing()
    {
        var launch = Launch("web", 0);
        using (Fixture.Occupy(launch.Port))
        {
            var outcome = await Runtime.StartAsync(launch, Token);
            Assert.Equal(StartFault.PortTaken, outcome.Fault);
            Assert.Null(outcome.Replica);
            Assert.Contains(launch.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), outcome.Detail, StringComparison.Ordinal);
            Assert.Empty(await Runtime.ListAsync(Token));
        }
        await Fixture.AnsweringAsync(await StartedAsync(launch), Token);
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_MissingProgram_IsNotFoundAndLeavesNothing()
    {
        var outcome = await Runtime.StartAsync(Launch("web", 0, template: Fixture.MissingTemplate()), Token);
        Assert.Equal(StartFault.NotFound, outcome.Fault);
        Assert.NotEmpty(outcome.Detail);
        Assert.Empty(await Runtime.ListAsync(Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_SuccessorOnSamePort_RunsOnceItsPredecessorWasStopped()
    {
        var first = Launch("web", 0);
        await Fixture.AnsweringAsync(await StartedAsync(first), Token);
        await Runtime.StopAsync(first.Id, TimeSpan.Zero, Token);
        var second = first with { Id = first.Id with { Generation = 2 } };
        await Fixture.AnsweringAsync(await StartedAsync(second), Token);
        Assert.Equal(second.Id, Assert.Single(await Runtime.ListAsync(Token)).Id);
    }

    [Fact(Timeout = Deadline)]
    public async Task Stop_PoliteReplica_IsGoneWithinGrace()
    {
        var replica = await StartedAsync(Launch("web", 0));
        await Fixture.AnsweringAsync(replica, Token);
        var began = Stopwatch.GetTimestamp();
        await Runtime.StopAsync(replica.Id, TimeSpan.FromSeconds(30), Token);
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20));
        Assert.Empty(await Runtime.ListAsync(Token));
        Assert.True(Fixture.IsPortFree(replica.Port));
    }

    [Fact(Timeout = Deadline)]
    public async Task Stop_ReplicaThatIgnoresIt_IsKilledAfterGrace()
    {
        var grace = TimeSpan.FromSeconds(1);
        var replica = await StartedAsync(Launch("web", 0, template: Fixture.Template(ignoresTermination: true)));
        await Fixture.AnsweringAsync(replica, Token);
        var began = Stopwatch.GetTimestamp();
        await Runtime.StopAsync(replica.Id, grace, Token);
        Assert.InRange(Stopwatch.GetElapsedTime(began), grace * 0.9, grace + TimeSpan.FromSeconds(15));
        Assert.Empty(await Runtime.ListAsync(Token));
        Assert.True(Fixture.IsPortFree(replica.Port));
    }

    [Fact(Timeout = Deadline)]
    public async Task Stop_WithoutGrace_KillsAtOnce()
    {
        var replica = await StartedAsync(Launch("web", 0, template: Fixture.Template(ignoresTermination: true)));
        await Fixture.AnsweringAsync(replica, Token);
        await Runtime.StopAsync(replica.Id, TimeSpan.Zero, Token);
        Assert.Empty(await Runtime.ListAsync(Token));
        Assert.True(Fixture.IsPortFree(replica.Port));
    }

    [Fact(Timeout = Deadline)]
    public async Task Stop_GoneOrUnknownReplica_IsSuccess()
    {
        var replica = await StartedAsync(Launch("web", 0));
        var other = await StartedAsync(Launch("web", 1));
        await Runtime.StopAsync(replica.Id, TimeSpan.Zero, Token);
        await Runtime.StopAsync(replica.Id, TimeSpan.Zero, Token);
        await Runtime.StopAsync(new ReplicaId("nobody", 7, 3), TimeSpan.FromSeconds(1), Token);
        Assert.Equal(other.Id, Assert.Single(await Runtime.ListAsync(Token)).Id);
    }

    private ReplicaLaunch Launch(string service, int slot, ReplicaTemplate? template = null)
    {
        template ??= Fixture.Template();
        return new ReplicaLaunch
        {
            Id = new ReplicaId(service, slot, 1),
            Template = template,
            SpecHash = SpecHash.Of(template),
            Port = Fixture.FreePort(),
            Publish = "127.0.0.1",
        };
    }

    private async Task<RuntimeReplica> StartedAsync(ReplicaLaunch launch)
    {
        var outcome = await Runtime.StartAsync(launch, Token);
        Assert.True(outcome.Fault == StartFault.None, $"{outcome.Fault}: {outcome.Detail}");
        return outcome.Replica!;
    }
}
