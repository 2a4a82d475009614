namespace Capstan.Gateway.Balancing;

/// <summary>Chooses among available targets. Called by any number of threads at once; takes no lock.</summary>
internal interface IBalancer
{
    /// <summary>The target for the next request.</summary>
    /// <param name="targets">At least one.</param>
    /// <param name="turn">Number of this choice in its service: 0, 1, 2 …</param>
    /// <param name="now">Timestamp.</param>
    TargetState Choose(TargetState[] targets, long turn, long now);
}
