using System.Collections.Concurrent;
using Capstan.Gateway.Fast.Native;

namespace Capstan.Gateway.Fast.Loops;

/// <summary>Work that other threads post to a loop. It is done in the order of the posts, on the loop's thread.</summary>
internal sealed class Mailbox : Watched, IDisposable
{
    private readonly ConcurrentQueue<Action> _posts = new();
    private readonly WakeUp _bell = new();
    private int _isRung;

    /// <summary>What is to be watched for reading.</summary>
    public int Descriptor => _bell.Descriptor;

    /// <summary>Posts work. Any thread may; a post to a loop that has ended is never done.</summary>
    public void Post(Action work)
    {
        _posts.Enqueue(work);
        if (Interlocked.Exchange(ref _isRung, 1) == 0)
            _bell.Ring();
    }

    /// <inheritdoc />
    public override void OnReady(Readiness readiness)
    {
        // Silence the bell before looking: a post that comes now rings again, or is seen below.
        _bell.Hear();
        Interlocked.Exchange(ref _isRung, 0);
        while (_posts.TryDequeue(out var work))
            work();
    }

    /// <inheritdoc />
    public override void OnDue(long now)
    {
    }

    /// <inheritdoc />
    public override void Abort()
    {
        // A post that failed must not hold up the others.
        if (!_posts.IsEmpty)
            _bell.Ring();
    }

    /// <inheritdoc />
    public void Dispose() => _bell.Dispose();
}
