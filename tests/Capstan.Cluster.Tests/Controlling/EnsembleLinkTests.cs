using Capstan.Cluster.Controlling;
using Capstan.Cluster.Tests.Running;
using Capstan.Core.Stacks;
using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Testing.Runtimes;

namespace Capstan.Cluster.Tests.Controlling;

/// <summary>What goes wrong on the controller's own side is told, and ends no link for good.</summary>
public sealed class EnsembleLinkTests(EnsembleFixture fixture) : IDisposable
{
    private const int Deadline = 60_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("capstan-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What must be remembered cannot be written; what happens is told all the same, and leavers' last words are written down.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Show_DiskIsFull_NothingIsLostAndItIsNamed()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var inTheWay = Directory.CreateDirectory(lab.KnownPath + ".new");
        var worker = await lab.JoinAsync(0, 10);
        await worker.LeadAsync();
        await worker.Members.ReportAsync(new MemberState { IsReady = true, Applied = new Lsn(5) }, Token);
        await lab.StateAsync(state => state.Master is not null && state.Workers.GetValueOrDefault(10)?.Applied == 5);
        await lab.NoticeAsync("leader-elected");
        var session = lab.Link.Client;
        Assert.Contains("cannot be written", lab.Link.Trouble, StringComparison.Ordinal);
        await worker.VanishAsync();
        var state = await lab.StateAsync(state => state.Workers.IsEmpty && state.Roster.GetValueOrDefault(0)?.Applied is not null);
        Assert.Equal(5, state.Roster[0].Applied);
        await lab.NoticeAsync("worker-left");
        Assert.Same(session, lab.Link.Client);

        inTheWay.Delete();
        while (lab.Link.Trouble.Length > 0)
            await Task.Delay(10, Token);
        Assert.Equal([0], new KnownFile(lab.KnownPath).Known.Roster);
    }

    /// <summary>Whatever it is: it is tried again, and named meanwhile.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Run_SomethingUnforeseenFails_GoesOn()
    {
        var fails = true;
        await using var lab = new ClusterLab(fixture.Server);
        await using var link = new EnsembleLink(lab.Spec, ClusterLab.Session, lab.Housekeeping, (_, _) =>
        {
            if (Volatile.Read(ref fails))
                throw new InvalidOperationException("nobody thought of this");
        }, TimeProvider.System, () => 0.5);
        var refused = await Assert.ThrowsAsync<EngineException>(() => link.StartAsync(TimeSpan.FromSeconds(30), Token));
        Assert.Contains("nobody thought of this", refused.Message, StringComparison.Ordinal);
        Assert.Contains("nobody thought of this", link.Trouble, StringComparison.Ordinal);
        Volatile.Write(ref fails, false);
        while (link.Client is null || !link.State.HasSettings || link.Trouble.Length > 0)
            await Task.Delay(10, Token);
    }

    /// <summary>What may yet succeed is waited for; why it has not is what somebody can do something about.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Start_NobodyAnswers_SaysWhatWasTriedLast()
    {
        var port = LocalPorts.Free();
        var spec = new EnsembleSpec { Hosts = [new HostPort("127.0.0.1", port)], Path = "/lab" };
        var housekeeping = new Housekeeping(ClusterLab.Settings, new KnownFile(Path.Combine(_folder, "known")), () => Lsn.None);
        await using var link = new EnsembleLink(spec, ClusterLab.Session, housekeeping, (_, _) => { }, TimeProvider.System, () => 0.5);
        var late = await Assert.ThrowsAsync<EngineException>(() => link.StartAsync(TimeSpan.FromSeconds(3), Token));
        Assert.Contains($"does not answer within 3 s (127.0.0.1:{port}: Connection refused). See", late.Message, StringComparison.Ordinal);
    }

    /// <summary>What can never succeed is said at once, and does not stand in the way of ending.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Start_UserThatNoServerTakes_SaysSoAtOnce()
    {
        var spec = new EnsembleSpec { Hosts = [new HostPort("127.0.0.1", fixture.Server.Port)], Path = "/lab", User = "a:b", Password = "secret" };
        var housekeeping = new Housekeeping(ClusterLab.Settings, new KnownFile(Path.Combine(_folder, "known")), () => Lsn.None);
        var link = new EnsembleLink(spec, ClusterLab.Session, housekeeping, (_, _) => { }, TimeProvider.System, () => 0.5);
        var refused = await Assert.ThrowsAsync<EngineException>(() => link.StartAsync(TimeSpan.FromSeconds(50), Token));
        Assert.Contains("colon", refused.Message, StringComparison.Ordinal);
        await link.DisposeAsync();
    }
}
