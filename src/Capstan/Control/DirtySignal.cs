using System.Threading.Channels;

namespace Capstan.Control;

/// <summary>Tells the control loop to look. Any number of marks before it looks are one.</summary>
internal sealed class DirtySignal
{
    private readonly Channel<bool> _marks = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Something changed. Never blocks.</summary>
    public void Mark() => _marks.Writer.TryWrite(true);

    /// <summary>Forgets the marks so far; called before a pass looks, so that a change during the pass causes another.</summary>
    public void Clear() => _marks.Reader.TryRead(out _);

    /// <summary>Returns at the next mark, or after a time.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        if (atMost <= TimeSpan.Zero)
            return;
        using var limit = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _marks.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over.
        }
    }
}
