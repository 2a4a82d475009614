using Capstan.Database.Leadership;
using Capstan.Database.Log;
using Capstan.Database.Statements;

namespace Capstan.Database.Tests.Core;

public sealed class LeaderPipelineTests
{
    [Fact]
    public void OnWrites_AnswersOnlyWhenTheRecordWasReadBack()
    {
        var rig = new CoreRig(schema: "").Leading();

        var published = rig.Core.OnWrites([CoreRig.Delivery("a"), CoreRig.Delivery("b", tag: 2)], rig.Now);
        var records = Assert.Single(published.OfType<WorkerEffect.Append>()).Records;
        Assert.Empty(published.OfType<WorkerEffect.Reply>());
        Assert.Equal([1L, 2], records.Select(record => record.Lsn.Value));

        var answered = rig.Read([.. records]).OfType<WorkerEffect.Reply>();
        Assert.Equal(["a", "b"], answered.Select(reply => reply.Delivery.Intent.Request.Value));
    }

    [Fact]
    public void OnWrites_SameRequestWhilePending_JoinsIt()
    {
        var rig = new CoreRig().Leading();
        var records = rig.Core.OnWrites([CoreRig.Delivery("a")], rig.Now).OfType<WorkerEffect.Append>().Single().Records;

        Assert.Empty(rig.Core.OnWrites([CoreRig.Delivery("a", tag: 2)], rig.Now));
        Assert.Equal([1L, 2], rig.Read([.. records]).OfType<WorkerEffect.Reply>().Select(reply => reply.Delivery.Tag));
    }

    [Fact]
    public void OnWrites_WhileTwoGroupsAreOnTheirWay_GoTogetherWhenOneIsBack()
    {
        var rig = new CoreRig(schema: "").Leading();
        var first = Assert.Single(Appended(rig.Core.OnWrites([CoreRig.Delivery("a")], rig.Now)));
        Assert.Single(Appended(rig.Core.OnWrites([CoreRig.Delivery("b", tag: 2)], rig.Now)));

        Assert.Empty(rig.Core.OnWrites([CoreRig.Delivery("c", tag: 3)], rig.Now));
        Assert.Empty(rig.Core.OnWrites([CoreRig.Delivery("d", tag: 4)], rig.Now));

        var group = Assert.Single(Appended(rig.Read([.. first])));
        Assert.Equal(["c", "d"], group.Select(record => record.Request.Value));
    }

    private static IEnumerable<IReadOnlyList<LogRecord>> Appended(IEnumerable<WorkerEffect> effects) =>
        effects.OfType<WorkerEffect.Append>().Select(append => append.Records);

    [Fact]
    public void OnWrites_KnownRequest_GetsTheStoredAnswerWithoutARecord()
    {
        var rig = new CoreRig().Leading();
        var records = rig.Core.OnWrites([CoreRig.Delivery("a")], rig.Now).OfType<WorkerEffect.Append>().Single().Records;
        var first = rig.Read([.. records]).OfType<WorkerEffect.Reply>().Single().Answer;

        var again = rig.Core.OnWrites([CoreRig.Delivery("a", tag: 2), CoreRig.Delivery("a", "other body", tag: 3)], rig.Now);

        Assert.Empty(again.OfType<WorkerEffect.Append>());
        Assert.Equal(first, again.OfType<WorkerEffect.Reply>().First().Answer);
        Assert.Equal(AnswerCode.KeyReused, again.OfType<WorkerEffect.Reply>().Last().Answer.Code);
    }

    [Fact]
    public void OnWrites_DeadLetter_BecomesARefusalInTheLog()
    {
        var rig = new CoreRig().Leading();
        var record = rig.Core.OnWrites([CoreRig.Delivery("a", isDead: true)], rig.Now).OfType<WorkerEffect.Append>().Single().Records.Single();

        Assert.Equal(RecordKind.Refuse, record.Kind);
        Assert.Equal(AnswerCode.Poison, rig.Read(record).OfType<WorkerEffect.Reply>().Single().Answer.Code);
    }

    [Fact]
    public void OnLog_OwnRecordIsVoid_StepsDown()
    {
        var rig = new CoreRig().Leading();
        var records = rig.Core.OnWrites([CoreRig.Delivery("a")], rig.Now).OfType<WorkerEffect.Append>().Single().Records;

        var effects = rig.Read(CoreRig.Marker(2, CoreRig.Other), records[0]);

        Assert.Equal(WorkerEnd.StepDown, effects.OfType<WorkerEffect.End>().Single().Reason);
    }

    [Fact]
    public void OnTick_RecordNotReadBack_StepsDown()
    {
        var rig = new CoreRig().Leading();
        rig.Core.OnWrites([CoreRig.Delivery("a")], rig.Now);

        rig.Now += TimeSpan.FromSeconds(3);

        Assert.Equal(WorkerEnd.StepDown, rig.Core.OnTick(rig.Now).OfType<WorkerEffect.End>().Single().Reason);
    }
}
