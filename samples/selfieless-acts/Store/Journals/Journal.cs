using System.Collections.Concurrent;
using Samples.Shared;

namespace SelfieLess.Store.Journals;

/// <summary>
/// A view of a journal that many processes append to. One thread per process writes: it takes the changes that wait, locks the
/// journal, catches up with what others wrote, decides each change, and writes and syncs all of them as one frame.
/// </summary>
internal sealed class Journal<TView> : IDisposable
    where TView : class, IJournalView
{
    private const int MostChangesPerFrame = 256;

    private readonly FileLock _lock;
    private readonly JournalFile _file;
    private readonly Tail<TView> _tail;
    private readonly BlockingCollection<Change<TView>> _waiting = [];
    private readonly Thread _writer;

    public Journal(string path, Func<JournalFile, TView> emptyView)
    {
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _lock = new FileLock(path + ".lock");
        _file = new JournalFile(path);
        _tail = new Tail<TView>(_file, () => emptyView(_file));
        UnderLock(() => _tail.Recover());
        _writer = new Thread(WriteAll) { IsBackground = true, Name = "journal writer" };
        _writer.Start();
    }

    /// <summary>Whether reads and writes can succeed; cheap, and never waits for another replica.</summary>
    public bool IsReachable => _tail.IsReachable;

    /// <summary>Reads from the view, caught up with every frame that is in the file at the time of the call.</summary>
    public TResult Read<TResult>(Func<TView, TResult> read) => _tail.Read(read);

    /// <summary>
    /// Decides on the newest state, under the lock. What <paramref name="decide"/> appended is on the disk when the task ends.
    /// A change that has been handed over is not withdrawn by <paramref name="cancellationToken"/>.
    /// </summary>
    public Task<TResult> ChangeAsync<TResult>(Func<TView, Appender, TResult> decide, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var change = new PendingChange<TView, TResult>(decide);
        _waiting.Add(change, CancellationToken.None);
        return change.Done;
    }

    public void Dispose()
    {
        _waiting.CompleteAdding();
        _writer.Join();
        _waiting.Dispose();
        _file.Dispose();
        _lock.Dispose();
    }

    private void WriteAll()
    {
        var batch = new List<Change<TView>>();
        foreach (Change<TView> first in _waiting.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (batch.Count < MostChangesPerFrame && _waiting.TryTake(out Change<TView>? next))
            {
                batch.Add(next);
            }

            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<Change<TView>> batch)
    {
        try
        {
            UnderLock(() => _tail.Append(batch));
        }
        catch (Exception fault)
        {
            // Each caller gets the fault; the thread goes on, since the next change may find the disk well again.
            var unavailable = fault as StoreException ?? new StoreException("the store cannot be written", fault);
            batch.ForEach(change => change.Fail(unavailable));
            return;
        }

        batch.ForEach(change => change.Succeed());
    }

    private void UnderLock(Action work)
    {
        _lock.Enter();
        try
        {
            work();
        }
        finally
        {
            _lock.Exit();
        }
    }
}
