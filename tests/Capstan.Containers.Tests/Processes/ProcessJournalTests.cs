using Capstan.Containers.Processes;
using Capstan.Containers.Processes.Native;
using Capstan.Core.Replicas;

namespace Capstan.Containers.Tests.Processes;

public sealed class ProcessJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_WhatWasSaved_IsTheSame()
    {
        var entry = new JournalEntry(new ReplicaId("web", 3, 7), new ProcessIdentity(11, 22));
        new ProcessJournal("boot", new ProcessIdentity(1, 2), [entry]).Save(_folder.Path);
        var journal = ProcessJournal.Load(_folder.Path)!;
        Assert.Equal(("boot", new ProcessIdentity(1, 2)), (journal.BootId, journal.Guard));
        Assert.Equal([entry], journal.Entries);
    }

    [Fact]
    public void Load_NoFile_IsNull() => Assert.Null(ProcessJournal.Load(_folder.File("missing")));

    [Theory]
    [InlineData("")]
    [InlineData("{\"bootId\":\"boot\",\"guard\":{\"pid\":1")]
    [InlineData("{\"bootId\":\"boot\"}")]
    [InlineData("{\"bootId\":\"boot\",\"guard\":{\"pid\":\"x\",\"startTicks\":1},\"replicas\":[]}")]
    public void Load_TornOrForeignFile_IsNull(string content)
    {
        File.WriteAllText(ProcessJournal.PathIn(_folder.Path), content);
        Assert.Null(ProcessJournal.Load(_folder.Path));
    }
}
