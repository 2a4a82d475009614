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

    /// <summary>Returns at the next mark, or at a moment of the clock.</summary>
    public async Task WaitAsync(TimeSpan until, ControlClock clock, CancellationToken cancellationToken)
    {
        var atMost = until - clock.Now;
        if (atMost <= TimeSpan.Zero)
            return;
        using var limit = new CancellationTokenSource(atMost, clock.Provider);
        // The moment may have passed between the two readings above.
        if (clock.Now >= until)
            return;
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
