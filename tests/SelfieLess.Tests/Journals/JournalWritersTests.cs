using Samples.Shared;
using SelfieLess.Store.Journals;

namespace SelfieLess.Tests.Journals;

/// <summary>Several journals on one file, as several processes have them.</summary>
public sealed class JournalWritersTests : IDisposable
{
    private const int Writers = 4;
    private const int Texts = 200;

    private readonly ScratchJournal _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Change_ManyWritersWithEqualChanges_ExactlyOneOfEachSucceeds()
    {
        Journal<ScratchJournal.TextView>[] journals = [.. Enumerable.Range(0, Writers).Select(_ => _scratch.Open())];
        bool[][] added = await Task.WhenAll(Enumerable.Range(0, Texts).Select(
            text => Task.WhenAll(journals.Select(journal => ScratchJournal.AddAsync(journal, $"{text}")))));
        Assert.All(added, outcomes => Assert.Single(outcomes, isAdded => isAdded));
        string[] first = ScratchJournal.Texts(journals[0]);
        Assert.Equal(Texts, first.Length);
        Assert.All(journals, journal => Assert.Equal(first, ScratchJournal.Texts(journal)));
        Array.ForEach(journals, journal => journal.Dispose());
        Assert.Equal(first, _scratch.ReadAgain());
    }

    [Fact]
    public async Task Change_ManyAtOnce_ShareFramesAndKeepTheirBlobsApart()
    {
        using Journal<ScratchJournal.TextView> journal = _scratch.Open();
        await Task.WhenAll(Enumerable.Range(0, Texts).Select(text => ScratchJournal.AddAsync(journal, $"{text}", [(byte)text, (byte)(text + 1)])));
        using var file = new JournalFile(_scratch.Path);
        var blob = new byte[2];
        foreach ((string text, Blob place) in journal.Read(view => view.Blobs.ToArray()))
        {
            Assert.True(file.ReadFully(blob, place.Offset));
            Assert.Equal([(byte)int.Parse(text), (byte)(int.Parse(text) + 1)], blob);
        }

        Assert.InRange(Frames(file), 1, Texts / 2);
    }

    [Fact]
    public async Task Change_ThatThrows_FailsItsCallerAndLeavesNoTrace()
    {
        using Journal<ScratchJournal.TextView> journal = _scratch.Open();
        Assert.True(await ScratchJournal.AddAsync(journal, "a"));
        await Assert.ThrowsAsync<StoreException>(() => journal.ChangeAsync<bool>(
            (_, append) =>
            {
                append(new EntryWriter(1).Text("half"), default);
                throw new InvalidOperationException("no");
            },
            TestContext.Current.CancellationToken));
        Assert.Equal(["a"], ScratchJournal.Texts(journal));
        Assert.True(await ScratchJournal.AddAsync(journal, "b"));
        Assert.Equal(["a", "b"], _scratch.ReadAgain());
    }

    private static int Frames(JournalFile file)
    {
        int frames = 0;
        for (long at = 0; file.ReadFrame(at) is { } frame; at += frame.Head.Length)
        {
            frames++;
        }

        return frames;
    }
}
