using Samples.Shared;
using SelfieLess.Store.Journals;

namespace SelfieLess.Tests.Journals;

/// <summary>What remains of a journal after interrupted writes and after damage.</summary>
public sealed class JournalTailTests : IDisposable
{
    private readonly ScratchJournal _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Open_LastFrameCutAnywhere_KeepsTheFramesBefore()
    {
        await _scratch.WriteAsync("a", "b");
        byte[] two = await File.ReadAllBytesAsync(_scratch.Path, TestContext.Current.CancellationToken);
        await _scratch.WriteAsync("c");
        byte[] three = await File.ReadAllBytesAsync(_scratch.Path, TestContext.Current.CancellationToken);
        int[] lengths = [two.Length + 1, two.Length + 31, two.Length + 32, two.Length + 33, two.Length + 4000, three.Length - 20, three.Length - 1];
        foreach (int length in lengths)
        {
            await File.WriteAllBytesAsync(_scratch.Path, three[..length], TestContext.Current.CancellationToken);
            Assert.Equal(["a", "b"], _scratch.ReadAgain());
            Assert.Equal(two.Length, new FileInfo(_scratch.Path).Length);
        }
    }

    [Fact]
    public async Task Open_LastFrameOfRightLengthButWrongBytes_CutsIt()
    {
        await _scratch.WriteAsync("a", "b");
        long two = new FileInfo(_scratch.Path).Length;
        await _scratch.WriteAsync("c");
        byte[] three = await File.ReadAllBytesAsync(_scratch.Path, TestContext.Current.CancellationToken);
        // The magic, a length, a checksum, the blob, the entries: as pages that a power cut left unwritten.
        foreach (long at in (long[])[two, two + 9, two + 25, two + 100, three.Length - 1])
        {
            byte[] torn = [.. three];
            torn[at] ^= 0xFF;
            await File.WriteAllBytesAsync(_scratch.Path, torn, TestContext.Current.CancellationToken);
            Assert.Equal(["a", "b"], _scratch.ReadAgain());
            Assert.Equal(two, new FileInfo(_scratch.Path).Length);
        }
    }

    [Fact]
    public async Task Open_TailOfZeros_CutsIt()
    {
        await _scratch.WriteAsync("a");
        long one = new FileInfo(_scratch.Path).Length;
        await File.AppendAllBytesAsync(_scratch.Path, new byte[3_000_000], TestContext.Current.CancellationToken);
        Assert.Equal(["a"], _scratch.ReadAgain());
        Assert.Equal(one, new FileInfo(_scratch.Path).Length);
    }

    [Fact]
    public async Task Open_DamageBeforeTheLastFrame_IsRefusedAndNothingIsCut()
    {
        await _scratch.WriteAsync("a");
        long one = new FileInfo(_scratch.Path).Length;
        await _scratch.WriteAsync("b", "c");
        byte[] bytes = await File.ReadAllBytesAsync(_scratch.Path, TestContext.Current.CancellationToken);
        bytes[one + 4] ^= 1;
        await File.WriteAllBytesAsync(_scratch.Path, bytes, TestContext.Current.CancellationToken);
        var fault = Assert.Throws<StoreException>(_scratch.Open);
        Assert.Contains($"is damaged at byte {one}, and intact again from byte ", fault.Message);
        Assert.Equal(bytes.Length, new FileInfo(_scratch.Path).Length);
    }

    [Fact]
    public async Task Change_AnotherWritersTornTail_CutsItAndGoesOn()
    {
        await _scratch.WriteAsync("a");
        using Journal<ScratchJournal.TextView> journal = _scratch.Open();
        byte[] bytes = await File.ReadAllBytesAsync(_scratch.Path, TestContext.Current.CancellationToken);
        await File.AppendAllBytesAsync(_scratch.Path, bytes[..3000], TestContext.Current.CancellationToken);
        Assert.Equal(["a"], ScratchJournal.Texts(journal));
        Assert.True(await ScratchJournal.AddAsync(journal, "b"));
        Assert.Equal(["a", "b"], ScratchJournal.Texts(journal));
        Assert.Equal(["a", "b"], _scratch.ReadAgain());
    }

    [Fact]
    public async Task Change_JournalRemoved_IsRefusedAndUnreachable()
    {
        using Journal<ScratchJournal.TextView> journal = _scratch.Open();
        Assert.True(await ScratchJournal.AddAsync(journal, "a"));
        Assert.True(journal.IsReachable);
        File.Delete(_scratch.Path);
        Assert.False(journal.IsReachable);
        await Assert.ThrowsAsync<StoreException>(() => ScratchJournal.AddAsync(journal, "b"));
    }
}
