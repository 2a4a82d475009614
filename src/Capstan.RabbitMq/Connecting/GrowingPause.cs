namespace Capstan.RabbitMq.Connecting;

/// <summary>Pauses between attempts: they double from the first to the longest, each by chance between half and all of that.</summary>
/// <param name="first">The first pause.</param>
/// <param name="longest">The longest one.</param>
/// <param name="chance">Numbers from 0 to below 1.</param>
internal sealed class GrowingPause(TimeSpan first, TimeSpan longest, Func<double> chance)
{
    private int _doublings;

    /// <summary>The next pause.</summary>
    public TimeSpan Next()
    {
        var whole = first * Math.Pow(2, _doublings);
        if (whole < longest)
            _doublings++;
        else
            whole = longest;
        return whole * (0.5 + (chance() / 2));
    }

    /// <summary>An attempt succeeded.</summary>
    public void Reset() => _doublings = 0;
}
