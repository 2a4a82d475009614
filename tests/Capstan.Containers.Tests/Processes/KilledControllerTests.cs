using Capstan.Containers.Processes;
using Capstan.Containers.Processes.Native;
using Capstan.Core.Replicas;

namespace Capstan.Containers.Tests.Processes;

public sealed class KilledControllerTests : IDisposable
{
    private const int Deadline = 60_000;

    // A child of the group, a daemon that keeps its environment, and one that drops it.
    private const string Family = """
        sleep 600 &
        setsid -f sh -c 'echo $$ > daemon.$CAPSTAN_SLOT.tmp; mv daemon.$CAPSTAN_SLOT.tmp daemon.$CAPSTAN_SLOT; exec sleep 600'
        setsid -f env -i PATH="$PATH" SLOT="$CAPSTAN_SLOT" sh -c 'echo $$ > bare.$SLOT.tmp; mv bare.$SLOT.tmp bare.$SLOT; exec sleep 600'
        wait
        """;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Deadline)]
    public async Task Kill_Controller_LeavesNoDescendant()
    {
        await using var controller = await ControllerUnderTest.StartAsync(_folder.Path, 3, 3, Family);
        var family = await FamilyAsync(controller, 3);
        Assert.Equal(9, family.Count(RuntimeUnderTest.IsAlive));
        await controller.KillAsync();
        foreach (var pid in family.Append(controller.GuardPid))
            await RuntimeUnderTest.GoneAsync(pid);
    }

    [Fact(Timeout = Deadline)]
    public async Task Kill_ControllerAndGuardAtOnce_LeftoversEndAtTheNextStart()
    {
        await using var controller = await ControllerUnderTest.StartAsync(_folder.Path, 3, 3, Family);
        var family = await FamilyAsync(controller, 3);
        await KillBothAsync(controller);
        Assert.Equal(9, family.Count(RuntimeUnderTest.IsAlive));
        await using var runtime = new ProcessRuntime(RuntimeUnderTest.OptionsFor(_folder.Path), TimeProvider.System);
        await runtime.InitializeAsync(Token);
        Assert.Empty(await runtime.ListAsync(Token));
        // A daemon that left its session, its parent and its environment is known to nobody once the guard is gone too.
        var bare = family.Where(RuntimeUnderTest.IsAlive).ToList();
        Assert.Equal(3, bare.Count);
        foreach (var pid in bare)
            ProcessIdentity.Of(pid)?.Send(Signals.Kill);
    }

    [Fact(Timeout = 3 * Deadline)]
    public async Task Kill_BothInTheMiddleOfStarts_LeavesNothingAfterTheNextStart()
    {
        for (var round = 1; round <= 6; round++)
        {
            await using var controller = await ControllerUnderTest.StartAsync(_folder.Path, 40, 5 * round, "exec sleep 600");
            await KillBothAsync(controller);
            Assert.NotEmpty(Marked());
            await using var runtime = new ProcessRuntime(RuntimeUnderTest.OptionsFor(_folder.Path), TimeProvider.System);
            await runtime.InitializeAsync(Token);
            Assert.Equal([runtime.GuardPid], Marked());
        }
    }

    [Theory(Timeout = Deadline)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task Initialize_JournalNamesAProcess_EndsItOnlyWithItsStartTime(long later, bool survives)
    {
        using var stranger = System.Diagnostics.Process.Start("sleep", "600");
        try
        {
            var identity = ProcessIdentity.Of(stranger.Id)!.Value;
            await InitializeAsync(ProcFile.BootId(), identity with { StartTicks = identity.StartTicks - later });
            Assert.Equal(survives, RuntimeUnderTest.IsAlive(stranger.Id));
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Initialize_JournalOfAnotherStartOfTheMachine_IsVoid()
    {
        using var stranger = System.Diagnostics.Process.Start("sleep", "600");
        try
        {
            await InitializeAsync("another", ProcessIdentity.Of(stranger.Id)!.Value);
            Assert.True(RuntimeUnderTest.IsAlive(stranger.Id));
        }
        finally
        {
            stranger.Kill();
        }
    }

    private async Task InitializeAsync(string bootId, ProcessIdentity process)
    {
        new ProcessJournal(bootId, new ProcessIdentity(process.Pid, 1), [new JournalEntry(new ReplicaId("web", 0, 1), process)]).Save(_folder.Path);
        await using var runtime = new ProcessRuntime(RuntimeUnderTest.OptionsFor(_folder.Path), TimeProvider.System);
        await runtime.InitializeAsync(Token);
    }

    // A guard that is stopped first cannot see the end of its controller before its own.
    private static async Task KillBothAsync(ControllerUnderTest controller)
    {
        var guard = ProcessIdentity.Of(controller.GuardPid)!.Value;
        guard.Send(19);
        await controller.KillAsync();
        guard.Send(Signals.Kill);
        await RuntimeUnderTest.GoneAsync(controller.GuardPid);
    }

    private List<int> Marked() =>
        [.. ProcessTable.Now().All.Where(stat => !stat.HasEnded && ReplicaMarker.IsOn(stat.Pid, ReplicaMarker.StackOf(_folder.Path) + "/"))
            .Select(stat => stat.Pid)];

    private async Task<List<int>> FamilyAsync(ControllerUnderTest controller, int count)
    {
        var family = new List<int>(controller.Replicas);
        foreach (var name in Enumerable.Range(0, count).SelectMany(slot => (string[])[$"daemon.{slot}", $"bare.{slot}"]))
            family.Add(int.Parse(await AppearedAsync(_folder.File(name))));
        return family;
    }

    private static async Task<string> AppearedAsync(string path)
    {
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path));
        var appeared = new TaskCompletionSource();
        watcher.Renamed += (_, _) => appeared.TrySetResult();
        watcher.EnableRaisingEvents = true;
        if (!File.Exists(path))
            await appeared.Task.WaitAsync(TimeSpan.FromSeconds(15), Token);
        return await File.ReadAllTextAsync(path, Token);
    }
}
