using System.Collections.Concurrent;
using Capstan.Gateway.Fast.Native;

namespace Capstan.Gateway.Fast.Loops;

/// <summary>Work that other threads post to a loop. It is done in the order of the posts, on the loop's thread.</summary>
/// <param name="failed">Told of work that failed; the others are done all the same.</param>
internal sealed class Mailbox(Action<Exception> failed) : Watched, IDisposable
{
    private readonly ConcurrentQueue<Action> _posts = new();
    private readonly WakeUp _bell = new();
    private readonly Lock _afterwards = new();
    private int _isRung;
    private int _isClosed;

    /// <summary>What is to be watched for reading.</summary>
    public int Descriptor => _bell.Descriptor;

    /// <summary>
    /// Posts work. Any thread may. After the loop's end it is done by whoever posts it, one after the other: what was waited for elsewhere may
    /// hold places that must be given back.
    /// </summary>
    public void Post(Action work)
    {
        _posts.Enqueue(work);
        if (Interlocked.Exchange(ref _isRung, 1) == 0)
            _bell.Ring();
        if (Volatile.Read(ref _isClosed) != 0)
            DoAfterwards();
    }

    /// <summary>Does what was posted, and will be, as the loop has ended; on its thread.</summary>
    public void Close()
    {
        Interlocked.Exchange(ref _isClosed, 1);
        DoAfterwards();
    }

    /// <inheritdoc />
    public override void OnReady(Readiness readiness)
    {
        // Silence the bell before looking: a post that comes now rings again, or is seen below.
        _bell.Hear();
        Interlocked.Exchange(ref _isRung, 0);
        DoAll();
    }

    /// <inheritdoc />
    public override void OnDue(long now)
    {
    }

    /// <inheritdoc />
    public override void Abort()
    {
    }

    /// <inheritdoc />
    public void Dispose() => _bell.Dispose();

    private void DoAfterwards()
    {
        lock (_afterwards)
            DoAll();
    }

    private void DoAll()
    {
        while (_posts.TryDequeue(out var work))
            Do(work);
    }

    private void Do(Action work)
    {
        try
        {
            work();
        }
        catch (Exception exception)
        {
            failed(exception);
        }
    }
}
