namespace Capstan.Gateway.Balancing;

/// <summary>The less loaded of two targets chosen at random.</summary>
internal sealed class PowerOfTwoChoices(SlowStart slowStart, Func<long, ulong> scramble) : IBalancer
{
    /// <inheritdoc />
    public TargetState Choose(TargetState[] targets, long turn, long now)
    {
        if (targets.Length == 1)
            return targets[0];
        var number = scramble(turn);
        var first = (int)((uint)number % (uint)targets.Length);
        var second = (int)((uint)(number >> 32) % (uint)(targets.Length - 1));
        if (second >= first)
            second++;
        return slowStart.LoadOf(targets[second], now) < slowStart.LoadOf(targets[first], now) ? targets[second] : targets[first];
    }
}
