namespace Capstan.Control;

/// <summary>Requests a second over the last few seconds, from a total that is read now and then.</summary>
internal sealed class RateMeter
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(5);

    private readonly Queue<(TimeSpan At, long Total)> _readings = new();

    /// <summary>Takes in the total at a moment and gives the rate up to it.</summary>
    public double Record(TimeSpan now, long total)
    {
        _readings.Enqueue((now, total));
        while (_readings.Count > 2 && now - _readings.Peek().At > Span)
            _readings.Dequeue();
        var (at, first) = _readings.Peek();
        var seconds = (now - at).TotalSeconds;
        return seconds > 0 ? (total - first) / seconds : 0;
    }
}
