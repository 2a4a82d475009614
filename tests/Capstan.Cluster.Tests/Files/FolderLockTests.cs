using Capstan.Cluster.Files;

namespace Capstan.Cluster.Tests.Files;

public sealed class FolderLockTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("capstan-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = 10_000)]
    public async Task Take_Second_WaitsForTheFirst()
    {
        var first = await new FolderLock(_folder, TimeProvider.System).TakeAsync(Token);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = new FolderLock(_folder, TimeProvider.System).TakeAsync(patience.Token);
        Assert.False(waiting.IsCompleted);
        first.Dispose();
        using var second = await waiting;
        Assert.NotNull(second);
    }

    [Fact(Timeout = 10_000)]
    public async Task Take_NoFolder_Fails() => await Assert.ThrowsAnyAsync<IOException>(
        () => new FolderLock(Path.Combine(_folder, "none"), TimeProvider.System).TakeAsync(Token));
}
