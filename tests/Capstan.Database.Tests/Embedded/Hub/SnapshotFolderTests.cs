using Capstan.Database.Embedded.Snapshots;
using Capstan.Database.Log;
using Capstan.Database.Snapshots;

namespace Capstan.Database.Tests.Embedded.Hub;

public sealed class SnapshotFolderTests : IDisposable
{
    private const int Deadline = 60_000;
    private const int Rounds = 500;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    /// <summary>Other processes look while one changes the folder: a file that goes between its name and its length is one that is gone.</summary>
    [Fact(Timeout = Deadline)]
    public async Task List_FilesGoMeanwhile_ShowsThoseThatStay()
    {
        var folder = new SnapshotFolder(_folder.File("snapshots"), TimeProvider.System);
        folder.Open();
        var stays = Offer(folder, 1);
        using var changed = new CancellationTokenSource();
        var looked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var looking = Task.Run(
            () =>
            {
                while (!changed.IsCancellationRequested)
                {
                    Assert.Equal(stays, folder.List()[^1]);
                    looked.TrySetResult();
                }
            },
            Token);
        await Task.WhenAny(looked.Task, looking);
        for (var i = 0; i < Rounds && !looking.IsCompleted; i++)
        {
            Offer(folder, 2);
            folder.Discard(new Lsn(2));
        }

        await changed.CancelAsync();
        await looking;
    }

    private Snapshot Offer(SnapshotFolder folder, long lsn)
    {
        byte[] bytes = [(byte)lsn];
        var file = _folder.File("made");
        File.WriteAllBytes(file, bytes);
        var snapshot = new Snapshot(new Lsn(lsn), Digest.Of(bytes), new Epoch(1), new LogPosition(lsn), Digest.Of(bytes), bytes.Length);
        folder.Offer(snapshot, file);
        return snapshot;
    }
}
