using Capstan.Database.Leadership;
using Capstan.Database.Log;
using Capstan.Testing.Databases;

namespace Capstan.Database.Tests.Core;

public sealed class DivergenceWatchTests
{
    [Fact]
    public void Checkpoint_SameHashes_SaysNothing()
    {
        var rig = Applied(new MemoryDisk());

        Assert.Empty(rig.Read(Checkpoint(rig.Replica.Store.Tables.Hashes["kv"])).OfType<WorkerEffect.End>());
    }

    [Fact]
    public void Checkpoint_DiffersAndOwnRowsMatch_ReportsIt()
    {
        var rig = Applied(new MemoryDisk());

        var report = rig.Read(Checkpoint(Digest.Of([1]))).OfType<WorkerEffect.Report>().Last();

        Assert.Equal(new Lsn(3), report.State.DivergedAt);
    }

    [Fact]
    public void Checkpoint_DiffersAndOwnRowsDoNotMatch_SetsTheCopyAside()
    {
        var disk = new MemoryDisk();
        Applied(disk);
        disk.Install(disk.Committed with { Hash = Digest.Of([2]) });
        var rig = new CoreRig(disk);
        rig.Core.Start(rig.Replica.SavedPosition, rig.Now);

        Assert.Equal(WorkerEnd.Rebuild, rig.Core.OnLog(
            [new LogMessage(rig.Replica.SavedPosition, rig.Replica.PositionDigest, []), rig.Message(Checkpoint(Digest.Of([1])))], rig.Now)
            .OfType<WorkerEffect.End>().Single().Reason);
    }

    private static CoreRig Applied(MemoryDisk disk)
    {
        var rig = new CoreRig(disk).Started();
        rig.Read([CoreRig.Marker(1, CoreRig.Other), .. CoreRig.History(3)]);
        return rig;
    }

    private static LogRecord Checkpoint(Digest hash) => new()
    {
        Kind = RecordKind.Checkpoint,
        Epoch = new Epoch(1),
        Body = new CheckpointBody(new Lsn(3), new Dictionary<string, Digest> { ["kv"] = hash }).Encode(),
    };
}
