using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Membership;

namespace Capstan.Contracts.Databases;

public abstract partial class EngineContract<TFixture>
{
    [Fact(Timeout = Deadline)]
    public async Task Join_Worker_EverybodySeesItByPid()
    {
        var second = await _fixture.JoinAsync(0, 22);
        var first = await _fixture.JoinAsync(1, 11);
        await first.Members.ReportAsync(new MemberState { Applied = new Lsn(5), IsReady = true, StuckAt = new Lsn(6), Trouble = "no" }, Token);
        var view = await ViewAsync(second, view => view.Members.Any(member => member.State.IsReady));
        Assert.Equal([11, 22], view.Members.Select(member => member.Pid));
        Assert.Equal((first.Id, 1, "sqlite 3"), (view.Members[0].Id, view.Members[0].Slot, view.Members[0].Engine));
        Assert.Equal(new MemberState { Applied = new Lsn(5), IsReady = true, StuckAt = new Lsn(6), Trouble = "no" }, view.Members[0].State);
        Assert.Equal([0, 1], view.Roster);
        Assert.Null(view.Leader);
        Assert.Equal(Epoch.None, view.LeaderEpoch);
    }

    [Fact(Timeout = Deadline)]
    public async Task Join_ItsSlotHasALiveWorker_IsRefused()
    {
        await _fixture.JoinAsync(0, 10);
        await Assert.ThrowsAsync<EngineException>(() => _fixture.JoinAsync(0, 11));
        Assert.Equal(10, Assert.Single(_fixture.Engine.Read().View.Members).Pid);
    }

    [Fact(Timeout = Deadline)]
    public async Task Join_ItsPredecessorHasDied_TakesThePlace()
    {
        var old = await _fixture.JoinAsync(0, 10);
        await _fixture.KillAsync(old);
        var young = await _fixture.JoinAsync(0, 11);
        Assert.NotEqual(old.Id, young.Id);
        Assert.Equal(11, Assert.Single((await ViewAsync(young, view => view.Members.Count == 1)).Members).Pid);
    }

    [Fact(Timeout = Deadline)]
    public async Task Join_AnotherEngineText_IsRefusedWithANotice()
    {
        await _fixture.JoinAsync(0, 10, "sqlite 3.40");
        var refused = new TaskCompletionSource();
        _fixture.Engine.Noticed += notice => _ = notice is { Kind: "worker-refused", Slot: 1 } && refused.TrySetResult();
        await Assert.ThrowsAsync<EngineException>(() => _fixture.JoinAsync(1, 11, "sqlite 3.41"));
        await refused.Task.WaitAsync(Token);
        Assert.DoesNotContain(1, _fixture.Engine.Read().View.Roster);
    }

    /// <summary>However far it had come, it applied nothing: nobody has to ask its slot.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Join_GivenUpUnderWay_ItsSlotRetires()
    {
        var staying = await _fixture.JoinAsync(0, 10);
        await ReadyAsync(staying);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var joining = _fixture.TryJoinAsync(1, 11, "sqlite 3", patience.Token);
        await ViewAsync(staying, view => view.Members.Count == 2);
        await patience.CancelAsync();
        try
        {
            await _fixture.KillAsync(await joining);
        }
        catch (OperationCanceledException)
        {
            // Unless it was faster.
        }

        await ReadingAsync(engine => engine.View.Members is [{ Slot: 0, State.IsReady: true }]);
        await RetireAsync(1);
        Assert.Equal([0], (await ViewAsync(staying, view => view.Roster.Count == 1)).Roster);
    }

    [Fact(Timeout = Deadline)]
    public async Task Leave_Worker_TheOthersSeeItAndTheRosterKeepsIt()
    {
        var staying = await _fixture.JoinAsync(0, 10);
        var (leaving, epoch) = await LeaderAsync(1, 11);
        var before = await ViewAsync(staying, view => view.Leader == leaving.Id);
        Assert.Equal(epoch, before.LeaderEpoch);
        await _fixture.KillAsync(leaving);
        var after = await ViewAsync(staying, view => view.Members.Count == 1);
        Assert.Null(after.Leader);
        Assert.Equal([0, 1], after.Roster);
        await Assert.ThrowsAsync<SessionLostException>(() => ViewAsync(leaving, _ => false));
    }

    [Fact(Timeout = Deadline)]
    public async Task TakeEpoch_Several_EachIsAboveAllBefore()
    {
        var one = await _fixture.JoinAsync(0, 10);
        var two = await _fixture.JoinAsync(1, 11);
        var taken = new List<Epoch>();
        foreach (var worker in (IEnumerable<Database.Worker.IWorkerEngine>)[one, two, one, two])
            taken.Add((await worker.Members.TakeEpochAsync(Epoch.None, Token))!.Value);
        Assert.Equal(taken.Distinct().Order(), taken);
        Assert.Equal(new Epoch(101), await one.Members.TakeEpochAsync(new Epoch(100), Token));
        await _fixture.CrashAsync();
        var again = await _fixture.JoinAsync(0, 12);
        Assert.True(await again.Members.TakeEpochAsync(Epoch.None, Token) > new Epoch(101));
    }

    [Fact(Timeout = Deadline)]
    public async Task TakeLead_OnlyTheLastEpochsOwner()
    {
        var one = await _fixture.JoinAsync(0, 10);
        var two = await _fixture.JoinAsync(1, 11);
        var low = (await one.Members.TakeEpochAsync(Epoch.None, Token))!.Value;
        var high = (await two.Members.TakeEpochAsync(Epoch.None, Token))!.Value;
        Assert.False(await one.Members.TakeLeadAsync(low, Token));
        Assert.False(await one.Members.TakeLeadAsync(high, Token));
        Assert.True(await two.Members.TakeLeadAsync(high, Token));
        Assert.Equal(two.Id, (await ViewAsync(one, view => view.Leader is not null)).Leader);
    }

    [Fact(Timeout = Deadline)]
    public async Task Session_Lost_NothingMayBeAssumed()
    {
        var worker = await _fixture.JoinAsync(0, 10);
        await _fixture.KillAsync(worker);
        Assert.Null(await worker.Members.TakeEpochAsync(Epoch.None, Token));
        Assert.False(await worker.Members.TakeLeadAsync(new Epoch(1), Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task Force_Leader_ShowsUntilOneServes()
    {
        var worker = await _fixture.JoinAsync(0, 10);
        await _fixture.Engine.ForceLeaderAsync(Token);
        await ViewAsync(worker, view => view.IsForced);
        var epoch = (await worker.Members.TakeEpochAsync(Epoch.None, Token))!.Value;
        Assert.True(await worker.Members.TakeLeadAsync(epoch, Token));
        await ViewAsync(worker, view => !view.IsForced);
    }

    [Fact(Timeout = Deadline)]
    public async Task Retire_Slot_OnlyWhenTheOthersHaveAllThatItHad()
    {
        var staying = await _fixture.JoinAsync(0, 10);
        var leaving = await _fixture.JoinAsync(1, 11);
        await leaving.Members.ReportAsync(new MemberState { Applied = new Lsn(7), IsReady = true }, Token);
        await staying.Members.ReportAsync(new MemberState { Applied = new Lsn(6), IsReady = true }, Token);
        await ReadingAsync(engine => engine.View.Members.Count(member => member.State.IsReady) == 2);
        Assert.False(await _fixture.Engine.RetireAsync(1, Token));
        await _fixture.KillAsync(leaving);
        await ReadingAsync(engine => engine.View.Members.Count == 1);
        Assert.False(await _fixture.Engine.RetireAsync(1, Token));
        await staying.Members.ReportAsync(new MemberState { Applied = new Lsn(7), IsReady = true }, Token);
        await ReadingAsync(engine => engine.View.Members[0].State.Applied == new Lsn(7));
        Assert.True(await _fixture.Engine.RetireAsync(1, Token));
        Assert.Equal([0], (await ViewAsync(staying, view => view.Roster.Count == 1)).Roster);
    }

    [Fact(Timeout = Deadline)]
    public async Task Retire_NewSlotWhoseWorkerLeftBeforeItSaidAnything_IsDone()
    {
        var staying = await _fixture.JoinAsync(0, 10);
        await staying.Members.ReportAsync(new MemberState { Applied = new Lsn(3), IsReady = true }, Token);
        await _fixture.KillAsync(await _fixture.JoinAsync(1, 11));
        await ReadingAsync(engine => engine.View.Members.Count == 1 && engine.View.Members[0].State.IsReady);
        Assert.Equal([0, 1], _fixture.Engine.Read().View.Roster);
        await RetireAsync(1);
        Assert.Equal([0], (await ViewAsync(staying, view => view.Roster.Count == 1)).Roster);
    }

    [Fact(Timeout = Deadline)]
    public async Task Retire_SlotWhoseNextWorkerSaidNothing_AsksForWhatTheOneBeforeSaid()
    {
        var staying = await _fixture.JoinAsync(0, 10);
        await staying.Members.ReportAsync(new MemberState { Applied = new Lsn(6), IsReady = true }, Token);
        var first = await _fixture.JoinAsync(1, 11);
        await first.Members.ReportAsync(new MemberState { Applied = new Lsn(7) }, Token);
        await ReadingAsync(engine => engine.View.Members.Any(member => member.State.Applied == new Lsn(7)));
        await _fixture.KillAsync(first);
        await ReadingAsync(engine => engine.View.Members.Count == 1);
        await _fixture.KillAsync(await _fixture.JoinAsync(1, 12));
        await ReadingAsync(engine => engine.View.Members.Count == 1);
        Assert.False(await _fixture.Engine.RetireAsync(1, Token));
        await staying.Members.ReportAsync(new MemberState { Applied = new Lsn(7), IsReady = true }, Token);
        await ReadingAsync(engine => engine.View.Members[0].State.Applied == new Lsn(7));
        await RetireAsync(1);
    }

    [Fact(Timeout = Deadline)]
    public async Task Retire_WhatAWorkerReadBeforeItSaidAnything_TheOthersMustHaveReadToo()
    {
        var staying = await _fixture.JoinAsync(0, 10);
        for (var number = 0; number < 3; number++)
            await staying.Log.AppendAsync([Record(number + 1)], Token);
        var end = await staying.Log.EndAsync(Token);
        await staying.Members.ReportAsync(new MemberState { Applied = new Lsn(1), Position = new LogPosition(2), IsReady = true }, Token);
        await _fixture.KillAsync(await _fixture.JoinAsync(1, 11));
        await ReadingAsync(engine => engine.View.Members.Count == 1 && engine.View.Members[0].State.IsReady);
        Assert.False(await _fixture.Engine.RetireAsync(1, Token));
        await staying.Members.ReportAsync(new MemberState { Applied = new Lsn(1), Position = new LogPosition(end.Value + 10), IsReady = true }, Token);
        await RetireAsync(1);
    }

    /// <summary>An engine on servers hears of an end a moment later than it is shown.</summary>
    private async Task RetireAsync(int slot)
    {
        while (!await _fixture.Engine.RetireAsync(slot, Token))
            await Task.Delay(10, Token);
    }

    [Fact(Timeout = Deadline)]
    public async Task Note_Worker_OperatorsHearIt()
    {
        var heard = new TaskCompletionSource<EngineNotice>();
        _fixture.Engine.Noticed += notice => _ = notice.Kind == "diverged" && heard.TrySetResult(notice);
        var worker = await _fixture.JoinAsync(3, 10);
        await worker.NoteAsync("diverged", "table t");
        Assert.Equal(new EngineNotice("diverged", "table t", 3), await heard.Task);
    }

    [Fact(Timeout = Deadline)]
    public async Task Settings_Worker_IsToldOfItsDatabase()
    {
        var worker = await _fixture.JoinAsync(0, 10);
        Assert.Equal(EmbeddedFixture.Settings with { IsDurable = worker.Settings.IsDurable }, worker.Settings);
        Assert.Equal(10, worker.Pid);
    }
}
