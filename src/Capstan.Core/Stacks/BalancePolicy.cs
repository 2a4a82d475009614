namespace Capstan.Core.Stacks;

/// <summary>How the gateway chooses among available targets.</summary>
public enum BalancePolicy
{
    /// <summary>Strictly in turn.</summary>
    RoundRobin,

    /// <summary>The target with the fewest requests in flight.</summary>
    LeastRequests,

    /// <summary>The less loaded of two chosen at random.</summary>
    PowerOfTwoChoices,
}
