using Capstan.Core.Stacks;

namespace Capstan.Gateway.Balancing;

/// <summary>Makes the balancer that a policy names.</summary>
internal static class Balancers
{
    private static readonly RoundRobin InTurn = new();

    /// <summary>The balancer of a policy.</summary>
    public static IBalancer Create(BalancePolicy policy, TimeSpan slowStart, TimeProvider time)
    {
        var share = new SlowStart((long)(slowStart.TotalSeconds * time.TimestampFrequency));
        return policy switch
        {
            BalancePolicy.RoundRobin => InTurn,
            BalancePolicy.LeastRequests => new LeastRequests(share),
            BalancePolicy.PowerOfTwoChoices => new PowerOfTwoChoices(share, Scramble),
            _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "Unknown balancing policy."),
        };
    }

    /// <summary>Turns consecutive numbers into well mixed ones (the finisher of splitmix64), without state to share between threads.</summary>
    internal static ulong Scramble(long turn)
    {
        var mixed = (ulong)turn * 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
