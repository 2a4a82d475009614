using Capstan.Cluster.Controlling;
using Capstan.Cluster.Nodes;

namespace Capstan.Cluster.Tests.Controlling;

public sealed class KnownFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("capstan-").FullName;

    private string File => Path.Combine(_folder, "known");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Follow_RosterAndEpoch_AreThereInTheNextLife()
    {
        new KnownFile(File).Follow(Roster(0, 2).With("/epoch", NodeJson.Write(new EpochNode(7, Guid.NewGuid()))));
        var known = new KnownFile(File).Known;
        Assert.Equal(7, known.Epoch);
        Assert.Equal([0, 2], known.Roster);
    }

    [Fact]
    public void Follow_EnsembleThatWasSetUpAnew_ForgetsNothing()
    {
        var file = new KnownFile(File);
        file.Follow(Roster(0, 2).With("/epoch", NodeJson.Write(new EpochNode(7, Guid.NewGuid()))));
        file.Follow(ClusterState.Empty);
        Assert.Equal((7, 2), (file.Known.Epoch, file.Known.Roster.Length));
    }

    [Fact]
    public void Forget_WhatIsStillShownOfTheSlot_CountsNoMore()
    {
        var file = new KnownFile(File);
        var life = Guid.NewGuid();
        var state = Roster(0).With("/roster/1", NodeJson.Write(new RosterNode(life, 5)));
        file.Follow(state);
        file.Forget(1, life);
        file.Follow(state);
        Assert.Equal([0], file.Known.Roster);
        file.Follow(Roster(0).With("/roster/1", NodeJson.Write(new RosterNode(Guid.NewGuid(), null))));
        Assert.Equal([0, 1], file.Known.Roster);
    }

    /// <summary>A folder in the place of the file that is written first stands for a full disk, which not even root can write to.</summary>
    [Fact]
    public void Follow_DiskIsFull_KnowsAndWritesItLater()
    {
        var file = new KnownFile(File);
        var inTheWay = Directory.CreateDirectory(File + ".new");
        file.Follow(Roster(0, 2));
        Assert.Equal([0, 2], file.Known.Roster);
        Assert.StartsWith($"{File} cannot be written", file.Trouble);
        Assert.Empty(new KnownFile(File).Known.Roster);

        inTheWay.Delete();
        file.WriteAgain();
        Assert.Equal("", file.Trouble);
        Assert.Equal([0, 2], new KnownFile(File).Known.Roster);
    }

    /// <summary>What is forgotten in memory alone would come back with the next life, and could never be retired again.</summary>
    [Fact]
    public void Forget_DiskIsFull_ForgetsNothing()
    {
        var file = new KnownFile(File);
        var life = Guid.NewGuid();
        file.Follow(Roster(0).With("/roster/1", NodeJson.Write(new RosterNode(life, 5))));
        Directory.CreateDirectory(File + ".new");
        Assert.ThrowsAny<Exception>(() => file.Forget(1, life));
        Assert.Equal([0, 1], file.Known.Roster);
    }

    [Fact]
    public void Open_FileThatSaysNothing_KnowsNothing()
    {
        System.IO.File.WriteAllText(File, "no json");
        Assert.Empty(new KnownFile(File).Known.Roster);
    }

    private static ClusterState Roster(params int[] slots) => slots.Aggregate(
        ClusterState.Empty, (state, slot) => state.With(NodePaths.RosterOf(slot), NodeJson.Write(new RosterNode(Guid.NewGuid(), null))));
}
